"""The commented docaudit.toml that `docaudit init` writes; a test loads it."""

CONFIG_TEMPLATE = """\
# docaudit 配置文件。放在运行命令的文件夹或被审核的文件夹里，也可用 --config 指定。
# 每一项都可以不写；下面写出的都是默认值或示例。

# 每份文书最长处理时间（秒），扫描件的文字识别另计
timeout = 120
# 每个扫描页（图像页）在此之外增加的时间（秒）
scan_page_timeout = 15
# 一个读取进程最多用多少内存（MB）；0 为不限。只在 Linux 上起作用
memory = 4096
# 读取结果的缓存目录（相对本文件）；写 "" 则不用缓存。不写时放在用户目录
# cache = "../docaudit-cache"
# 同时读取文书的进程数；0 表示按处理器数
jobs = 0
# 不读取的文件（相对路径，可用 * 通配）
exclude = []

# 历史记录：sqlite 文件（相对本文件）或 postgresql://用户@主机/库名；写 "" 则不保留历史。不写时放在用户目录。
# history = "../docaudit-history.sqlite"
# 这个文件夹在历史记录中的名称；不写时用它的路径，文件夹移动后历史就接不上
# name = "2026年科技计划验收"

# 同一指标的不同名称，每组写在一对方括号里
aliases = [
  # ["技术经理人培养数", "培育技术转移经纪人"],
]
# 名称相近但不是同一指标的，写在这里就不会被对在一起；复核网页里答“否”的也是如此
not_aliases = [
  # ["年技术服务收入", "年技术开发收入"],
]

# 自己的规则包、文书模板所在目录（相对本文件）
# rule_packs = "规则"
# extractor_packs = "模板"

# 文书自己没有写等级标准时用来核对得分与等级的标准，写各等级的下限（含）；文书写了的，以文书为准。可写多节
# [[grade_scales]]
# name = "市级财政绩效评价"
# bands = { "优" = 90, "良" = 80, "中" = 60, "差" = 0 }

[rules]
# 停用的规则，写代码或名称；docaudit rules 列出全部规则
disable = []

# 调整级别：error 错误、warning 警告、info 提示
[rules.severity]
# target-too-low = "info"

# 只对某些项目（名称或编号）或文书（相对路径）另作规定，* 和 ? 为通配；可写多节
# [[overrides]]
# projects = ["KJ2021-*"]
# paths = ["旧材料/*"]
# disable = ["target-too-low"]
# severity = { "target-lowered" = "warning" }

# 调整阈值；docaudit rules 规则名 显示该规则的阈值
[rules.thresholds.target-too-low]
# please_explain = 1.3
"""
