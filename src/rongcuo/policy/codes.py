"""The wording of every problem: code -> (zh, en, cure zh, cure en)."""

from __future__ import annotations

_YAML = {
    "no-folder": (
        "找不到规则包文件夹“{name}”。", 'There is no pack folder "{name}".',
        "请检查路径。", "Check the path.",
    ),
    "no-files": (
        "文件夹“{name}”里没有 .yaml 文件。", 'The folder "{name}" holds no .yaml file.',
        "请在其中放入 pack.yaml。", "Put a pack.yaml into it.",
    ),
    "too-many-files": (
        "规则包的文件超过 {limit} 个。", "The pack has more than {limit} files.",
        "请合并文件。", "Merge files.",
    ),
    "too-large": (
        "文件超过 {limit} 字节。", "The file is larger than {limit} bytes.",
        "请拆分或缩短文件。", "Split or shorten it.",
    ),
    "too-deep": (
        "嵌套超过 {limit} 层。", "The nesting is deeper than {limit} levels.",
        "请把内层条件写成单独的规则，再用 {{rule: …}} 引用。",
        "Move inner conditions into rules of their own and refer to them with {{rule: …}}.",
    ),
    "too-many-nodes": (
        "内容超过 {limit} 个节点。", "There are more than {limit} nodes.",
        "请缩短内容。", "Shorten it.",
    ),
    "unreadable": (
        "文件无法读取：{name}。", "The file cannot be read: {name}.",
        "请检查文件及其权限。", "Check the file and its permissions.",
    ),
    "not-utf8": (
        "文件不是 UTF-8 编码。", "The file is not UTF-8.",
        "请另存为 UTF-8。", "Save it as UTF-8.",
    ),
    "yaml": (
        "YAML 写法有误：{name}。", "This is not valid YAML: {name}.",
        "请检查该行的缩进、冒号和引号。", "Check indentation, colons and quotes at this line.",
    ),
    "yaml-alias": (
        "不允许使用 YAML 锚点或别名（& 与 *）。", "YAML anchors and aliases (& and *) are not allowed.",
        "请把内容写全。", "Write the content out.",
    ),
    "yaml-tag": (
        "不允许使用 YAML 标签“{name}”。", 'The YAML tag "{name}" is not allowed.',
        "请去掉标签。", "Remove the tag.",
    ),
    "yaml-key": (
        "映射的键必须是一个词。", "A key must be a plain word.",
        "请把键写成一个词。", "Write the key as one word.",
    ),
    "duplicate-key": (
        "键“{name}”写了两次。", 'The key "{name}" is written twice.',
        "请删去其中一个。", "Remove one of them.",
    ),
    "many-documents": (
        "一个文件里有不止一份 YAML 文档。", "The file holds more than one YAML document.",
        "请去掉分隔线 ---。", "Remove the separator ---.",
    ),
    "file-not-mapping": (
        "文件的最外层应是{wanted_zh}。", "The outermost level must be {wanted_en}.",
        "请参照 docs/policy-pack.md。", "See docs/policy-pack.md.",
    ),
    "section-twice": (
        "“{name}”一节在不止一个文件里出现。", 'The section "{name}" stands in more than one file.',
        "请只保留一处。", "Keep it in one file.",
    ),
}

_SHAPE = {
    "newer-format": (
        "规则包格式为 {name}，本程序只认识到格式 {limit}。",
        "The pack has format {name}; this program knows formats up to {limit}.",
        "请升级程序。", "Upgrade the program.",
    ),
    "unknown-key": (
        "不认识的键“{name}”。", 'Unknown key "{name}".',
        "此处可用：{allowed}。", "Allowed here: {allowed}.",
    ),
    "missing-key": (
        "缺少“{name}”。", '"{name}" is missing.',
        "请补上。", "Add it.",
    ),
    "wrong-type": (
        "“{name}”应为{wanted_zh}，写的却是 {found}。", '"{name}" must be {wanted_en}, but is {found}.',
        "请改正；像数字或 yes/no 的文字请加引号。",
        "Correct it; put text that looks like a number or yes/no in quotes.",
    ),
    "not-allowed": (
        "“{name}”不能是 {found}。", '"{name}" cannot be {found}.',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "bad-form": (
        "“{name}”的写法不对：{found}。", '"{name}" is not well formed: {found}.',
        "应符合：{allowed}。", "It must match: {allowed}.",
    ),
    "expression-form": (
        "条件写法不完整或混用了几种运算：{found}。",
        "This condition names no operator, or several at once: {found}.",
        "每个条件只用一种：fact、applicable、rule、all、any、not、count、reading、when_reading、always、"
        "in_window、on_scale。",
        "Use exactly one of fact, applicable, rule, all, any, not, count, reading, when_reading, always, "
        "in_window, on_scale.",
    ),
    "constraint-form": (
        "约束须写 implies 或 at_most_one 其中一种。",
        "A constraint has either implies or at_most_one.",
        "请只写一种。", "Write exactly one of them.",
    ),
}

_MEANING = {
    "duplicate-id": (
        "“{section}”里的编号“{name}”重复。", 'The id "{name}" is used twice in "{section}".',
        "请改用不同的编号。", "Give one of them another id.",
    ),
    "unknown-unit": (
        "引用的条文“{name}”不在 text 中。", 'The cited unit "{name}" is not in text.',
        "请引用 text 中已有的编号。", "Cite an id that stands in text.",
    ),
    "quote-not-found": (
        "引文“{name}”不在所引条文（{cited}）的原文里。",
        'The quote "{name}" is not part of the cited text ({cited}).',
        "请逐字照抄原文，包括标点。", "Copy it verbatim, punctuation included.",
    ),
    "unknown-fact": (
        "没有名为“{name}”的事实要素。", 'There is no fact "{name}".',
        "请改正名称，或在 facts 中声明。", "Correct the name, or declare it in facts.",
    ),
    "unknown-rule": (
        "没有名为“{name}”的规则。", 'There is no rule "{name}".',
        "请改正名称，或在 rules 中写出。", "Correct the name, or write it in rules.",
    ),
    "unknown-reading": (
        "没有名为“{name}”的解读项。", 'There is no reading "{name}".',
        "请改正名称，或在 readings 中写出。", "Correct the name, or write it in readings.",
    ),
    "reading-value": (
        "解读项“{name}”不能取值 {found}。", 'The reading "{name}" cannot have the value {found}.',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "reading-affects": (
        "解读项“{name}”用于规则，却没有写明影响 rules。",
        'The reading "{name}" is used in a rule but does not say that it affects rules.',
        "请在 affects 中加入 rules。", "Add rules to its affects.",
    ),
    "reading-reason": (
        "解读项“{name}”只影响文字，却没有说明理由。",
        'The reading "{name}" affects text only but gives no reason.',
        "请补上 reason。", "Add a reason.",
    ),
    "rule-cycle": (
        "规则互相引用成环：{name}。", "These rules refer to each other in a circle: {name}.",
        "请断开其中一处引用。", "Break the circle at one of them.",
    ),
    "fact-unsettled": (
        "事实要素“{name}”没有任何人可以认定。", 'Nobody may settle the fact "{name}".',
        "请在 settled_by 中写明职责，或写 settled_from: matter 并给出 matter_key。",
        "Name a capacity in settled_by, or write settled_from: matter with a matter_key.",
    ),
    "fact-needs": (
        "事实要素“{name}”的类型是 {found}，须写“{wanted}”。",
        'The fact "{name}" is of type {found} and needs "{wanted}".',
        "请补上。", "Add it.",
    ),
    "fact-extra": (
        "事实要素“{name}”的类型是 {found}，不能写“{wanted}”。",
        'The fact "{name}" is of type {found} and cannot have "{wanted}".',
        "请删去。", "Remove it.",
    ),
    "reserved-word": (
        "选项不能叫“{name}”，它有固定含义。", 'A choice cannot be called "{name}"; the word has a meaning.',
        "请换一个名字。", "Use another name.",
    ),
    "leaf-type": (
        "事实要素“{name}”是 {found} 类型，不能用“{test}”来判断。",
        'The fact "{name}" is of type {found} and cannot be tested with "{test}".',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "leaf-choice": (
        "“{name}”不是事实要素“{fact}”的选项。", '"{name}" is not a choice of the fact "{fact}".',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "count-too-many": (
        "要求满足 {name} 项，却只列了 {found} 项。", "It asks for {name} of only {found}.",
        "请减少 at_least 或增加 of。", "Lower at_least or add to of.",
    ),
    "no-undetermined": (
        "outcomes 中须有且只有一项 undetermined: true，现有 {name} 项。",
        "outcomes must have exactly one entry with undetermined: true; there are {name}.",
        "请写明结论未定时的一项。", "Write the entry for the open case.",
    ),
    "outcome-condition": (
        "结论“{name}”须有 when 和 cites；undetermined 的一项不得有 when。",
        'The outcome "{name}" needs when and cites; the undetermined one has no when.',
        "请补上或删去。", "Add or remove it.",
    ),
    "unknown-determination": (
        "没有名为“{name}”的认定结果。", 'There is no determination "{name}".',
        "请改正名称，或在 determinations 中写出。", "Correct the name, or write it in determinations.",
    ),
    "unknown-capacity": (
        "没有名为“{name}”的职责。", 'There is no capacity "{name}".',
        "请使用 capacities 中已写的职责。", "Use one that stands in capacities.",
    ),
    "unknown-effect": (
        "没有名为“{name}”的免责事项。", 'There is no effect "{name}".',
        "请使用 effects 中已写的名称。", "Use one that stands in effects.",
    ),
    "unknown-recipient": (
        "没有名为“{name}”的告知对象。", 'There is no recipient "{name}".',
        "请使用 protection.recipients 中已写的名称。", "Use one that stands in protection.recipients.",
    ),
    "unknown-duty": (
        "没有名为“{name}”的纠错职责。", 'There is no duty "{name}".',
        "请使用 duties 中已写的名称。", "Use one that stands in duties.",
    ),
    "unknown-state": (
        "没有名为“{name}”的状态。", 'There is no state "{name}".',
        "请使用 procedure 中已写的状态。", "Use one that stands in procedure.",
    ),
    "unknown-step": (
        "没有名为“{name}”的步骤。", 'There is no step "{name}".',
        "请使用 procedure.steps 中已写的步骤。", "Use one that stands in procedure.steps.",
    ),
    "unknown-target": (
        "没有名为“{name}”的目标时限。", 'There is no target "{name}".',
        "请使用 targets 中已写的时限。", "Use one that stands in targets.",
    ),
    "text-digest": (
        "条文的校验值不符：写的是 {name}，算得 {found}。",
        "The text does not match its digest: written {name}, computed {found}.",
        "请逐字核对条文；确认无误后再改 text_digest。",
        "Compare the text with the measures word by word; only then change text_digest.",
    ),
    "text-unavailable": (
        "条文“{name}”写明未获得原文，却又写了 zh 或 en。",
        'The unit "{name}" says that its text is not available, and yet gives zh or en.',
        "没有原文时只写 gist（自己的概括）；有原文时删去 available: false。",
        "Without the text write only gist, in your own words; with it remove available: false.",
    ),
    "unknown-window": (
        "没有名为“{name}”的期间。", 'There is no window "{name}".',
        "请改正名称，或在 windows 中写出。", "Correct the name, or write it in windows.",
    ),
    "unknown-scale": (
        "没有名为“{name}”的分级。", 'There is no scale "{name}".',
        "请改正名称，或在 scales 中写出。", "Correct the name, or write it in scales.",
    ),
    "unknown-band": (
        "分级“{scale}”没有名为“{name}”的一级。", 'The scale "{scale}" has no band "{name}".',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "scale-bands": (
        "分级“{name}”须由小到大：每级有 at_most 或 less_than 之一且大于前一级，最后一级没有上限。",
        'The bands of "{name}" must rise: each with at_most or less_than above the one before, the last with neither.',
        "请改正各级的上限。", "Correct the ends of the bands.",
    ),
    "unknown-body": (
        "没有名为“{name}”的机构。", 'There is no body "{name}".',
        "请改正名称，或在 bodies 中写出。", "Correct the name, or write it in bodies.",
    ),
    "outside-capacity": (
        "机构“{name}”在本办法之外，不能有职责。", 'The body "{name}" is outside and cannot have a capacity.',
        "请删去 capacities 中的职责，或删去 outside。", "Empty its capacities, or remove outside.",
    ),
    "despite-open": (
        "结论“{name}”的 despite_open 只能列出排在前面、且 admits 完全相同的结论，不能是“{found}”。",
        'despite_open of "{name}" may only list earlier outcomes that admit exactly the same, not "{found}".',
        "否则查清之后可以研究的结果会改变。请改正。",
        "Otherwise what is admissible could change once more is known. Correct it.",
    ),
    "unknown-outcome": (
        "没有名为“{name}”的结论。", 'There is no outcome "{name}".',
        "请改正名称。", "Correct the name.",
    ),
    "scenario-fact": (
        "示例“{name}”的事实或设定有误：{found_zh}",
        'The facts or settings of the scenario "{name}" are wrong: {found_en}',
        "请改正示例。", "Correct the scenario.",
    ),
}

_FACTS = {
    "fact-value": (
        "事实要素“{name}”不能取值 {found}。", 'The fact "{name}" cannot have the value {found}.',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "fact-not-applicable": (
        "事实要素“{name}”不能声明为不适用。", 'The fact "{name}" cannot be declared not applicable.',
        "请填写取值，或写 unknown。", "Give a value, or write unknown.",
    ),
    "fact-twice": (
        "事实要素“{name}”有不止一条认定。", 'There is more than one finding on the fact "{name}".',
        "请只保留一条。", "Keep one.",
    ),
    "unknown-grade": (
        "没有名为“{name}”的核实等级。", 'There is no verification grade "{name}".',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "contradiction": (
        "事实互相矛盾，不符合约束“{name}”：{found}。",
        'The facts contradict each other under the constraint "{name}": {found}.',
        "请核对这些事实。", "Check these facts.",
    ),
    "evidence-form": (
        "事实要素“{name}”的证据应是编号列表。", 'The evidence of the fact "{name}" must be a list of ids.',
        "请写成 [\"1\", \"3\"] 的形式。", 'Write it like ["1", "3"].',
    ),
    "versions-overlap": (
        "{name} 当日有不止一个版本有效：{found}。", "More than one version is in force on {name}: {found}.",
        "请改正各版本的 valid_from 和 valid_to。", "Correct valid_from and valid_to of the versions.",
    ),
    "no-version": (
        "这些日期没有已知有效的版本：{name}。", "No version is known to be in force on these days: {name}.",
        "请核对日期，或补充当时有效的版本。", "Check the dates, or add the version in force then.",
    ),
    "dates-order": (
        "日期先后不对：{name} 晚于 {found}。", "The dates are out of order: {name} is after {found}.",
        "行为在先，启动在后，决定最后。", "Conduct comes first, then the start, then the decision.",
    ),
    "superior-conflict": (
        "两条优先的上位规定对规则“{name}”给出相反结果。",
        'Two superior rules that prevail give opposite answers for the rule "{name}".',
        "请写明哪一条优先。", "Say which of them prevails.",
    ),
    "facts-form": (
        "事实文件写法不对：{found_zh}。", "The facts file is not well formed: {found_en}.",
        "请写 facts: 或 subjects:，参照 docs/policy-pack.md。",
        "Write facts: or subjects:; see docs/policy-pack.md.",
    ),
}

_REASONING = {
    "rails-too-many": (
        "规则包“{name}”的条件展开后超过 {limit} 个节点，无法批量处理。",
        'The conditions of the pack "{name}" come to more than {limit} nodes and cannot be run in batches.',
        "逐件检查（assess）不受影响。请缩短“至少几项”的列表，或拆分规则包。",
        "Assessing one by one is not affected. Shorten lists of “at least so many”, or split the pack.",
    ),
    "diagram-too-large": (
        "规则包“{name}”的条件太多或牵连太深，推理图超出限度（{found}；限 {limit} 个节点、{seconds} 秒、{most} 项事实）。",
        'The conditions of the pack "{name}" are too many or too entangled: the decision diagram outgrew '
        "its limit ({found}; limit {limit} nodes, {seconds} seconds, {most} facts).",
        "检查（assess）不受影响。请把规则拆成较小的规则包，或者减少同一条件在多处重复出现。",
        "Assessment is not affected. Split the pack, or repeat fewer facts across many conditions.",
    ),
    "contradiction-together": (
        "这些事实合在一起不符合约束：{found}。", "Together these facts are not allowed by the constraints: {found}.",
        "请核对这些事实。", "Check these facts.",
    ),
}

_BATCH = {
    "batch-column": (
        "数据中的列“{name}”不是本规则包的事实。", 'The column "{name}" is no fact of the pack.',
        "请改名或删去；姓名等能识别个人的列不应出现。", "Rename or remove it; nothing that names a person belongs there.",
    ),
    "batch-column-twice": (
        "列“{name}”出现了两次。", 'The column "{name}" stands twice.', "请只保留一列。", "Keep one.",
    ),
    "batch-type": (
        "列“{name}”的类型是 {found}。", 'The column "{name}" is of type {found}.',
        "应为：{wanted}。", "It must be: {wanted}.",
    ),
    "batch-value": (
        "列“{name}”中有不能取的值 {found}。", 'The column "{name}" holds {found}, which it cannot be.',
        "可用：{allowed}。", "Allowed: {allowed}.",
    ),
    "batch-file": (
        "文件“{name}”不完整或者无法读取：{found}。", 'The file "{name}" is not whole or cannot be read: {found}.',
        "请重新导出该文件。", "Export the file again.",
    ),
    "batch-format": (
        "不认识“{name}”的格式。", 'The format of "{name}" is not known.',
        "请使用 .parquet、.arrow 或 .csv。", "Use .parquet, .arrow or .csv.",
    ),
    "batch-exists": (
        "结果文件“{name}”已经存在。", 'The result "{name}" exists already.',
        "请换一个文件名，或先移走它。", "Choose another name, or move it away.",
    ),
    "batch-extra": (
        "批量处理需要 numpy 和 pyarrow。", "Batches need numpy and pyarrow.",
        "请安装 rongcuo[batch]。", "Install rongcuo[batch].",
    ),
}

CODES = _YAML | _SHAPE | _MEANING | _FACTS | _REASONING | _BATCH
