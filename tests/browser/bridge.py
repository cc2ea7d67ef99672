"""What is said in the story: an unstable bridge repaired in haste, the change not approved beforehand.

Condensed in our own words from a published matter (case-06 of the pack's scenarios) and moved to the
sample bureau. Every person, unit, place and number is invented.
"""

from __future__ import annotations

TITLE = "示例危桥抢险改造变更工程未经审批，结算超出合同价"
BRIEF = f"{TITLE}\n示例村危桥桩基渗漏，无法成孔。抢险中变更施工方案并现场签证，没有办理工程变更审批，结算价超出合同价。"

ACCOUNT = (
    "汛期前，示例村危桥改造工程的桩基持续渗漏，无法成孔，桥面又是村民撤离的唯一通道。"
    "我把险情上报省局和县里，请两级专家到现场查看，当天由建设、设计、施工、监理四方开会，确定改用钢护筒方案，现场签证后连夜施工。"
    "当时一心抢在汛期前完工，没有办理工程变更审批，结算时才发现超出合同价。"
)
ADDED = "专家意见和会议记录都有存档，变更审批是我疏忽了。"

REASONS = (
    "险情随时可能扩大，方案经四方会议集体研究，有会议记录，不是个人决定。",
    "险情和方案当天上报，两级专家都到过现场。",
    "没有从中得到任何好处，工程经审计没有虚增工程量。",
)
REMEDY = "结算前主动报告，补报变更资料，请第三方复核工程量，超出部分按复核结果结算。"
MINUTES = "四方会议记录（示例）\n经建设、设计、施工、监理四方研究，桩基改用钢护筒，现场签证。"

RECORD = (
    "问：请说明变更施工方案的经过。\n"
    "答：桩基渗漏后，我当天上报并请专家到场，四方会议定了方案，现场签证后施工，没有办变更审批。\n"
    "问：是否知道超过合同价一定比例的追加须先报批？\n"
    "答：知道有规定，当时险情紧急，想着事后补办。\n"
    "以上记录已读，与所述一致。"
)

#: fact: (value, grade, evidence, note). Everything else is answered as in `FOUND_NO`.
FOUND = {
    "breach": ("minor", "proved", "1", "追加金额超过规定比例，未先报批，事后补报。"),
    "duty_related": ("yes", "proved", "1", ""),
    "goal_missed": ("no", "proved", "1", "工程在汛期前完工。"),
    "error_occurred": ("yes", "proved", "1", "没有办理工程变更审批。"),
    "diligent": ("yes", "proved", "1", "上报、专家到场、集体研究、现场签证。"),
    "law_express_prohibition": ("yes", "proved", "1", "追加比例有上限规定。"),
    "policy_boundary_unclear": ("no", "proved", "1", ""),
    "unforeseeable_factor": ("yes", "partly_proved", "1", "地质勘察资料不全。"),
    "creative_work": ("no", "proved", "1", ""),
    "negative_effect": ("no", "not_provable", "", "没有收到反映。"),
    "loss_caused": ("no", "proved", "1", "经第三方复核，工程量属实。"),
    "emergency_response": ("no", "proved", "1", "不属于生产安全事故。"),
    "urgent_task": ("yes", "proved", "1", "汛期前抢险。"),
    "took_charge": ("yes", "proved", "1", ""),
    "criticised_conduct": ("yes", "proved", "1", ""),
    "higher_rule": ("no_conflict", "proved", "1", ""),
}
#: What speaks against a person and was looked into without result.
FOUND_NO = ("no", "proved", "1", "")

COURSE = "调阅四方会议记录、现场签证单和结算资料，走访施工、监理单位，听取本人陈述。"
FACTS = (
    "一、险情发生后当天上报，两级专家到场，四方会议确定改用钢护筒并现场签证。\n"
    "二、没有办理工程变更审批，结算价超出合同价的比例超过规定上限，事后主动报告并补报资料。\n"
    "三、经第三方复核，工程量属实，没有发现为本人或者他人谋取利益。"
)
VERDICT = "综合上述情况，应予容错。"
ANSWERS = {
    "A05.background": "汛期临近，桩基渗漏无法成孔，桥面是撤离的唯一通道。",
    "A05.motive": "为在汛期前排除险情，保障群众通行安全。",
    "A05.policy_basis": "抢险应急处置可以先行组织施工，但追加投资的审批规定没有例外。",
    "A05.gravity": "超出规定比例，事后主动报告并补报资料，工程量属实。",
    "A05.nature_consequences": "属于程序性违反，没有造成损失。",
    "A05-1.question": "险情处置中的疏失，没有发现明知故犯。",
    "A05-2.question": "上级没有就该项抢险作出禁止，不存在禁止以后继续实施的情况。",
    "A05-3.question": "没有发现为本人或者他人谋取私利。",
}
ANSWER = "已经核实，见所列事实和证据。"

OPINION = "抢险事由、集体研究和事后补报均有证据；追加投资没有先报批，属于轻微违反，不能免责，拟从轻。"
DECISION = "会议听取汇报，逐人发表意见，同意机关党委的初步意见：抢险事由成立，程序有轻微违反，从轻处理。"
#: The effect that is not granted, and why.
WITHHELD, WHY = "A10-4", "本年度评优尚未启动，届时由评选单位按规定办理。"

FEEDBACK = "经局党组会议研究，认定容错，从轻处理。抢险中主动担责应当肯定，变更审批应当补上。"
REPLIES = (
    "会议记录和签证单已核实，作为认定依据。",
    "上报和专家到场的情况已核实。",
    "第三方复核结果已核实，没有发现谋取利益。",
)
RECEIVED = "已阅，无异议。"

#: Publication: with the name first, which is refused.
LESSON = "近期一起危桥抢险中未先办理工程变更审批的失误，经研究认定容错、从轻处理。请各处室建立抢险工程先行施工、限期补报的台账。"
