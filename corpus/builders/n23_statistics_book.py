"""A statistical workbook: counties and years, growth, shares, per-head figures, thousand and ten thousand yuan."""

from builders.figures import Sheet
from builders.kit import note, right, sheet, title


def build() -> Sheet:
    d = Sheet(
        "23-statistics-book",
        "科技统计汇总工作簿：分县研发投入、增速、强度与高企",
        "科技统计汇总表.xlsx",
        "other",
        source="虚构地区与数据；表式依科技统计年报",
        layouts=["统计表 xlsx，三张工作表，多级表头"],
        numeric=True,
    )
    d.add(sheet("研发投入"), title("表1  2023年全社会研发经费投入情况"), right("单位：亿元"))
    d.table(
        "表1",
        """
        地区 | 研发经费 | < | < | 地区生产总值 | 研发投入强度 | 占全市比重
        ^ | 2022年 | 2023年 | 增速 | 2023年 | ^ | ^
        江城区 | 18.62 | 20.95 | * | 682.40 | =share{c3/c5:%2} | *
        新港区 | 26.37 | 30.18 | * !14.95%@growth-mismatch | 915.70 | =share{c3/c5:%2} | *
        平陵县 | 6.48 | 7.16 | * | 341.80 | =share{c3/c5:%2} | *
        石门县 | 4.95 | 4.71 | * ?@growth-mismatch//负增长 | 268.30 | =share{c3/c5:%2} !1.67%@share-mismatch | *
        安溪县 | 3.86 | 4.42 | * | 227.50 | =share{c3/c5:%2} | *
        全市 | =1..5 | =1..5 | * | =1..5 !2453.70@sum-mismatch | =share{c3/c5:%2} | 100.00%
        """,
        heads=2,
        cols={4: "=growth{c3/c2-1:%2}", 7: "=share{c3/r6c3:%2}"},
        cap=False,
    )
    d.add(
        note("注：[[?share-mismatch,sum-mismatch: 各地比重因四舍五入相加可能不等于100% // 舍入]]。"),
        sheet("企业"),
        title("表2  高新技术企业与科技型中小企业情况"),
        right("单位：家、万元"),
    )
    d.table(
        "表2",
        """
        地区 | 高企累计 | 其中：当年新认定 | 科技型中小企业 | 高企营业收入 | 户均收入 | 上年高企 | 净增
        江城区 | 286 | 74 | 612 | 1864250 | =mean{c5/c2:0} | 241 | *
        新港区 | 357 | 96 | 748 | 3127480 | =mean{c5/c2:0} | 298 | *
        平陵县 | 92 | 21 | 205 | 436180 | =mean{c5/c2:0} !4714@mean-mismatch | 80 | *
        石门县 | 58 | 12 | 143 | 251740 | =mean{c5/c2:0} | 53 | * !15@difference-mismatch
        安溪县 | 41 | 10 | 118 | 168930 | =mean{c5/c2:0} | 34 | *
        全市 | =1..5 | =1..5 | =1..5 | =1..5 | =mean{c5/c2:0} | =1..5 | *
        """,
        cols={8: "=difference{c2-c7:0}"},
        cap=False,
    )
    d.trap(
        d.path,
        "当年新认定",
        ["其中：当年新认定"],
        ["difference-mismatch", "figure-conflict"],
        "当年新认定含到期重新认定，与净增数不同",
    )
    d.add(
        note(
            "说明：全市高企营业收入5848580万元，[[?unit-scale: 约584.86亿元 // 5848580万元=584.858亿元]]；[[share: 新认定占高企累计的{213/834:%1}]]；[[growth: 高企数比上年增长{834/706-1:%1}]]。"
        ),
        sheet("成果"),
        title("表3  科技成果与专利"),
        right("单位：项、件"),
    )
    d.table(
        "表3",
        """
        指标 | 2019年 | 2020年 | 2021年 | 2022年 | 2023年 | 五年合计 | 年均 | 2023年增速 | 四年年均增速
        登记科技成果 | 214 | 236 | 251 | 287 | 312 | * | =mean{c7/5:1} | =growth{c6/c5-1:%1} | =growth{(c6/c2)**(1/4)-1:%1} ?@growth-mismatch//2019至2023年四年复合增速
        发明专利授权 | 862 | 935 | 1108 | 1296 | 1473 | * !5764@sum-mismatch | =mean{c7/5:1} | =growth{c6/c5-1:%1} | =growth{(c6/c2)**(1/4)-1:%1}
        实用新型授权 | 4215 | 5086 | 5934 | 6120 | 5487 | * | =mean{c7/5:1} | =growth{c6/c5-1:%1} ?@growth-mismatch//负增长 | =growth{(c6/c2)**(1/4)-1:%1}
        技术合同 | 1864 | 2107 | 2433 | 2890 | 3352 | * | =mean{c7/5:1} !2592.2@mean-mismatch | =growth{c6/c5-1:%1} | =growth{(c6/c2)**(1/4)-1:%1} !20.0%@growth-mismatch
        """,
        cols={7: "=>2..6"},
        cap=False,
    )
    return d.done()
