"""The dozen sample matters: different situations, outcomes and stages, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rongcuo.demo.story import Plot


@dataclass(frozen=True)
class Sample:
    """A plot, the day the accountability act started, and how far it and its correction have come."""

    plot: Plot
    start: date
    until: str
    corrected: str = ""


_POINTS = (
    "方案经处务会集体研究，有会议记录，不是个人决定。",
    "发现问题后当天报告，一周内完成整改，没有造成人员伤亡。",
    "没有从中得到任何好处。",
)

SAMPLES: tuple[Sample, ...] = (
    Sample(
        Plot(
            "inspector", "chemicals", "chemicals_head",
            "示例化工园区专项检查整改时限确定偏紧引发企业反映",
            "按照省局专项检查部署，我按会议研究的方案要求三家示例企业限期整改。因时限偏紧，其中一家企业停产衔接不上，向园区反映。我当天到现场协调，会同处里调整了时限。",
            _POINTS, "A06-1", "当天到现场协调，调整整改时限，企业已恢复生产并书面表示理解。",
        ),
        date(2026, 3, 2), "filed", "plan_closed",
    ),
    Sample(
        Plot(
            "mines_inspector", "mines", "mines_head",
            "示例矿区试行远程视频巡查漏报一次异常",
            "处里决定在示例矿区先行试用远程视频巡查。试用第二周，平台漏报一次通风异常，现场人员巡检时发现并处置，没有造成后果。",
            ("试用方案经处务会研究，省局没有限制性规定。", "漏报后立即停用该模块并书面报告。"),
            "A06-2", "停用模块、补做人工巡查并修改判定参数。",
            document_number="示例纪立〔2026〕2号", event="trial",
        ),
        date(2026, 3, 16), "filed", "checker_named",
    ),
    Sample(
        Plot(
            "licensor", "licensing", "licensing_head",
            "容缺受理后一份材料逾期未补",
            "为方便示例企业尽快复工，我按容缺受理的做法先行受理，企业一份检测报告逾期十天才补齐。",
            ("按处里容缺清单办理。", "已催告三次并留有记录。"), "A06-5",
            "补齐材料后重新审查，结论未变。", findings={"breach": "minor"}, outcome="lighter",
            document_number="示例纪立〔2026〕3号", event="permit",
        ),
        date(2026, 4, 1), "filed", "progress_reported",
    ),
    Sample(
        Plot(
            "trainer", "training", "training_head",
            "培训公众号发布的信息表述不准确",
            "公众号推文引用的旧标准已经修订，发布前经部门讨论，但没有核对最新版本。读者留言后两小时内更正。",
            ("推文经集体讨论，并送分管领导审阅。", "两小时内更正并致歉。"), "A06-11",
            "两小时内更正，建立标准核对清单。",
            document_number="示例训问〔2026〕1号", kind="responsibility_inquiry",
        ),
        date(2026, 5, 6), "received", "talk_held",
    ),
    Sample(
        Plot(
            "rescuer", "emergency", "emergency_head",
            "抢险中未经审批调用示例企业车辆",
            "泥石流抢险时道路中断，我未等审批先调用了示例企业的两台装载机，事后第二天补报。企业提出费用异议。",
            ("情况紧急，有现场录音录像。", "第二天已补报并商定费用。"), "A06-7",
            "补办手续，费用按合同结清。", findings={"breach": "minor"}, outcome="mitigated",
            document_number="示例纪立〔2026〕4号",
            refused_effects={"A10-4": "本年度评优工作尚未启动，届时由评选单位按规定办理。"},
        ),
        date(2026, 6, 1), "fed_back",
    ),
    Sample(
        Plot(
            "mines_inspector", "mines", "mines_head",
            "历史遗留采空区治理引发信访",
            "推进示例乡采空区治理时搬迁了三户，其中一户对补偿有意见，连续信访两次。",
            ("治理方案经党委会研究。", "补偿标准公开，逐户签字。"), "A06-8",
            "会同乡里上门沟通，信访已办结。",
            document_number="示例纪立〔2026〕5号",
        ),
        date(2026, 6, 22), "opinion",
    ),
    Sample(
        Plot(
            "licensor", "licensing", "licensing_head",
            "上级目录调整后许可办理衔接出现空档",
            "省里调整许可目录，新旧目录衔接期间，我按旧目录受理的两件申请被退回重办。",
            ("目录调整当天才收到通知。", "已逐户解释并免费代办。"), "A06-6",
            "两件申请均已办结。", document_number="示例纪立〔2026〕6号",
        ),
        date(2026, 7, 6), "answered",
    ),
    Sample(
        Plot(
            "inspector", "chemicals", "chemicals_head",
            "雷暴天气致在线监测数据中断",
            "强雷暴损坏示例园区监测设备，数据中断三天，未能按期完成季度分析。",
            ("气象部门有雷暴红色预警记录。", "中断期间每天两次人工巡查。"), "A06-9",
            "三天内抢修恢复，补报分析。", findings={"force_majeure": None},
            document_number="示例问调〔2026〕1号", kind="accountability_inquiry",
        ),
        date(2026, 7, 27), "found",
    ),
    Sample(
        Plot(
            "trainer", "training", "training_head",
            "示例培训中心实训基地招标文件参数表述不当",
            "培训中心编制实训设备招标文件时参数表述偏窄，收到质疑后中止并重新发布。",
            ("招标文件经集体讨论并报主管处审阅。", "及时中止，没有造成损失。"), "A06-11",
            "修改参数后重新发布，按期开标。", unit_applies=True,
            document_number="示例训问〔2026〕2号", kind="responsibility_inquiry",
        ),
        date(2026, 8, 17), "appointed",
    ),
    Sample(
        Plot(
            "rescuer", "emergency", "emergency_head",
            "应急演练通知发送范围有误引发误解",
            "演练短信多发给了邻近的示例社区，居民打电话询问。十分钟内补发说明。",
            ("演练方案经会议研究。", "十分钟内补发说明并到社区解释。"), "A06-4",
            "补发说明、到社区解释并完善审发流程。", document_number="示例纪立〔2026〕7号",
        ),
        date(2026, 9, 7), "forwarded",
    ),
    Sample(
        Plot(
            "mines_inspector", "mines", "mines_head",
            "示例矿山停产整顿指令送达程序瑕疵",
            "送达停产整顿指令时现场负责人拒签，我留置送达但漏拍一张照片。",
            ("处里当场研究决定送达。", "次日补充了见证材料。"), "A06-4",
            "次日补充见证材料并重新送达。", document_number="示例纪立〔2026〕8号",
        ),
        date(2026, 9, 9), "submitted",
    ),
    Sample(
        Plot(
            "inspector", "chemicals", "chemicals_head",
            "示例罐区检查记录录入错误",
            "检查记录录入系统时将两个储罐编号录反。",
            ("当天发现并更正。",), "A06-4", "当天更正。",
            document_number="示例纪立〔2026〕9号",
        ),
        date(2026, 9, 14), "noticed",
    ),
)
