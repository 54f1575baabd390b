"""Questionnaire statistics: options, bases by filter, a scored scale, several samples."""

from builders.figures import Sheet
from builders.kit import right, title


def build() -> Sheet:
    d = Sheet(
        "19-questionnaire",
        "科技服务满意度问卷统计：选项分布、筛选后基数与量表均分",
        "科技服务满意度调查统计报告.pdf",
        "other",
        source="虚构地区与数据；写法依第三方满意度调查统计",
        layouts=["问卷统计 PDF，一题一表，跳答题基数不同"],
        engine="reportlab",
    )
    d.let(sent=600, back=548, ok=526)
    d.add(title("2023年度科技服务满意度调查统计报告"))
    d.h1("一、样本情况")
    d.p(
        "调查时间为2023年11月1日至11月30日，通过线上、线下发放问卷{sent}份，回收{back}份，[[share: 回收率{back/sent:%2}]]，剔除无效问卷22份，得到有效问卷{ok}份，[[share: 有效率{ok/back:%2}]]。有效样本中企业[[!sum-mismatch,count-list-mismatch: 371家、高校院所96家、医疗机构38家、其他31家]]。",
        "在95%置信水平下抽样误差为±4.3个百分点；2022年度同类调查有效样本482份，[[growth: 本年度增加{ok/482-1:%1}]]。",
    )
    d.h1("二、总体满意度")
    d.table(
        "表1  对科技服务的总体评价（N=526）",
        """
        选项 | 人数 | 比例 | 累计比例
        非常满意 | 214 | * | =none{c2/526:%1}
        满意 | 203 | * | =none{(r1c2+r2c2)/526:%1} ?@share-mismatch,sum-mismatch//累计比例，不是本项比例
        一般 | 82 | * !18.6%@share-mismatch | =none{(r1c2+r2c2+r3c2)/526:%1}
        不满意 | 19 | * | =none{(r1c2+r2c2+r3c2+r4c2)/526:%1}
        非常不满意 | 8 | * | 100.0%
        合计 | =1..5 | 100.0% | —
        """,
        cols={3: "=share{c2/r6c2:%1}"},
    )
    d.p(
        "“非常满意”和“满意”417人，[[share: 总体满意率{417/526:%1}]]，[[!difference-mismatch: 比2022年的76.8%提高{417/5.26-76.8:1=3.5}个百分点]]。按五级量表（5分至1分）折算，[[mean: 平均得分{(214*5+203*4+82*3+19*2+8)/526:2}分]]，[[?mean-mismatch,score-mismatch: 折合百分制{(214*5+203*4+82*3+19*2+8)/526*20:1}分 // 五分制×20]]。",
    )
    d.h1("三、分项服务评价")
    d.table(
        "表2  分项服务评价（仅使用过该项服务者作答）",
        """
        服务事项 | 使用人数 | 使用率 | 满意人数 | 满意率 | 平均得分
        政策咨询 | 418 | * | 352 | * | 4.21
        项目申报 | 386 | * | 301 | * !87.0%@share-mismatch,impossible-percentage | 4.05
        成果登记 | 247 | * | 213 | * ?@denominator-mismatch,share-mismatch//分母是使用过成果登记的247人，不是526 | 4.26
        技术合同认定 | 195 | * | 176 | * | 4.38
        大型仪器共享 | 158 | * !31.0%@share-mismatch | 121 | * | 3.97
        科技金融对接 | 132 | * | 84 | * | 3.62
        """,
        cols={3: "=share{c2/526:%1}", 5: "=share{c4/c2:%1}"},
    )
    d.p(
        "六项服务平均得分的[[mean;?mean-mismatch: 简单平均值为{(4.21+4.05+4.26+4.38+3.97+3.62)/6:2}分 // 简单平均，不按使用人数加权]]，最高的技术合同认定与最低的科技金融对接[[difference: 相差{4.38-3.62:2}分]]。使用率各项之和超过100%，因受访者[[?share-mismatch,sum-mismatch: 人均使用2.9项服务 // 1536/526=2.92，多选]]。",
        "未使用过科技金融对接的394人中，不了解的206人、没有需求的131人、门槛过高的57人，[[sum: 合计{206+131+57}人]]，[[share: 不了解者占{206/394:%1}]]。",
    )
    d.h1("四、不同群体差异")
    d.p(
        "高校院所受访者96人，其中满意81人，[[share: 满意率{81/96:%1}]]；医疗机构受访者38人，[[!impossible-percentage,share-mismatch: 满意率为85.3%]]；小微企业受访者183人，[[!denominator-mismatch,share-mismatch/2: 占企业受访者的{183/371:%1=34.8%}]]，其满意率[[share: 为{141/183:%1}]]（141人）。",
        "另有32家未参加问卷的服务机构接受电话访谈，24家表示愿意续签协议，[[share: 占{24/32:%0}]]，[[?share-mismatch,denominator-mismatch: 两家表示“视情况而定”（6.3%） // 2/32=6.25%，四舍五入]]。",
    )
    d.h1("五、意见建议")
    d.p(
        "开放题共收集意见[[!count-list-mismatch,sum-mismatch: 187条]]，其中简化申报材料68条、延长申报时间41条、加强政策解读39条、提高补助标准25条、其他12条。[[?figure-conflict: 2022年收集意见203条 // 上年数]]。"
    )
    d.add(right("云衡市场研究有限公司"), right("2023年12月15日"))
    return d.done()
