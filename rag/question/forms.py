"""What is written in a way of its own: by which words of a text one sees that it could be there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.posts import OFFICES
from rag.search.places import PROVINCES


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of thing that is written in a way of its own, 元 or 学院 behind it: a text without that
    does not say it, whatever else it says."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]
    restricts: bool = False
    """It narrows what is asked for: how much each got has to say of each, whatever else it says."""


def _form(name: str, asked: str, held: str, restricts: bool = False) -> Form:
    return Form(name, re.compile(asked), re.compile(held), restricts)


_AMOUNT = "(?:多少|几)(?=[,.?吗呢万亿\\s]|$)"
_WHICH = "(?:哪|什么|啥)[一个所家座条几]*"
_MORE = "(?![^,.?]{0,6}[多少高低早晚大小])"
"""哪个县多 compares two that are named."""

_FOUNDED = "成立|组建|始建|创建|创办|创立|设立|建立|建成|落成|投产|建于"
_WHEN = "(?:何时|何年|(?:什么|啥)时[候间]|哪一?[年天]|哪个月|几[年月])"

_WHO = "(?<![跟和与给对向为请陪])(?:谁|哪[一两几二三四五]?位[^,.?]{0,6}?|哪[个些]人|什么人)[^,.?]{0,10}?"


def _deed(name: str, done: str, told: str, english: str) -> Form:
    """Who did it is told by the deed: who came to a meeting did not chair it."""
    return _form(name, rf"{_WHO}(?:{done})|\bwho (?:{english})\b", told)


def _post(english: str, chinese: str) -> Form:
    return _form(english, rf"\bwho (?:is|was|are|were)\b[^,.?]{{0,24}}\b(?:{english})\b", chinese)


DEEDS = (
    _deed("presided", "主持", "主持", "presided|chaired|hosted"),
    _deed(
        "reported",
        "汇报|通报|报告",
        "汇报|通报|报告|介绍|发言|宣讲|讲",
        "reported|gave the (?:work )?report",
    ),
    _deed(
        "led",
        "带队|带领|率队|领着",
        "带队|带领|率|一行|组长|书记|主席",
        "led the (?:team|group|delegation)",
    ),
    _deed("drafted", "牵头起草|起草|执笔", "起草|执笔", "drafted"),
    _deed("read out", "宣读|念", "宣读|念|宣布|朗", "read out|announced"),
    _deed("performed", "上台演|表演|演的|演出", "演|唱|舞|朗诵|奏", "performed|acted|sang|danced"),
    _deed("gave the prizes", "颁奖|颁的|发奖", "颁", "presented the (?:awards|prizes)"),
    _post("chair|chairman|chairwoman|chairperson", "主席|会长|事长"),
    _form(
        "head of a union",
        r"\bwho (?:heads|chairs|leads|runs)\b[^?]*\b(?:union|federation)\b",
        "主席|会长|事长",
    ),
    _post("editor|chief editor|editor-in-chief", "编"),
    _post("secretary", "书记"),
    _post("manager", "经理|总监|主管|负责人|主任"),
    _post("principal|headmaster|headmistress|head ?teacher", "校长"),
)

_TAKES = "当上|当的|担任|上任|任职|就任|提拔"
_WINS = "拿|得|获|评|授"
DATED = (
    _form(
        "took office",
        rf"{_WHEN}[^,.?]{{0,6}}(?:{_TAKES})|(?:{_TAKES})[^,.?]{{0,10}}{_WHEN}"
        r"|(?:when|year) (?:did|was|were)\b[^?]*\b(?:become|appointed|take office|promoted)\b",
        r"\d[年月日][^。;]{0,25}(?:(?<!现)任|当选|成为|当上|提拔|聘|负责)",
    ),
    _form(
        "joined the party",
        rf"{_WHEN}[^,.?]{{0,6}}入的?党|入党[^,.?]{{0,6}}{_WHEN}|(?:when|year)\b[^?]*\bjoin(?:ed)? the (?:communist )?party\b",
        r"入党|\d年[^。;,]{0,12}(?:党员|加入)",
    ),
    _form(
        "born",
        r"\bborn\b|出生|生日|哪[里儿]的?人(?![员群])|什么地方人|籍贯|老家[是在]?哪",
        "出生|生于|年生|籍|[\u4e00-\u9fff]{2}[省市州县]?(?<![责工数家本军商老众他个成病行主介证当保为])人[,。]",
    ),
    _form(
        "won",
        rf"{_WHEN}(?:[被就才]?(?:{_WINS}))|(?:{_WINS})[到上了得]?的?是?{_WHEN}"
        r"|(?:when|year) (?:did|was|were)\b[^?]*\b(?:win|awarded|rated)\b",
        rf"\d[年月日][^。;,]{{0,30}}(?:{_WINS}|荣[膺立登])|(?:{_WINS})[^。;,]{{0,8}}\d年",
    ),
)
"""A year is that of what stands beside it: 副院长，2016年获名医师 does not date the post."""

RESTRICTIONS = (
    _form(
        "women",
        "女[^,.?]{0,6}(?:有|是|占)?(?:多少|几)[名个位人]?|(?:多少|几)[名个位]女|how many (?:of [^?]* (?:were |are ))?wom[ae]n",
        "女|妇|姐妹",
        restricts=True,
    ),
    _form(
        "each",
        "(?:每[个名人家户位]|人均|平均)[^,.?]{0,12}(?:多少|几)|(?<![第哪])一天[^,.?\\d]{0,4}(?:多少|(?<!第)几)[^天]"
        "|\\bon average\\b|\\bper (?:person|head|worker|household|day)\\b",
        "每|均|各(?=[\\d发补得奖给])|分别|/|一天|一人",
        restricts=True,
    ),
    _form(
        "each one",
        "(?<![这那哪第])一[份顿餐件套张趟][^,.?]{0,10}(?:多少|几)[块元钱]",
        "每|均|/|标准|一[份顿餐件套张趟]",
        restricts=True,
    ),
    _form(
        "alone",
        "单独|单单|(?<![沾观风])光是?[^,.?]{2,14}一[家个]",
        # The figure of several names in a row is not that of one.
        "(?:^|[,。;:])[^、和与及,。;:]*\\d",
        restricts=True,
    ),
    _form(
        "at most",
        "最多(?:能|可|给|发|报|补)|上限[^,.?]{0,4}(?:多少|几)|最高(?:能|可)|\\bat most\\b|maximum|upper limit",
        "最多|最高|不(?:得|能)?(?:超过|高于|多于)|以内|上限|至多|封顶|以下",
        restricts=True,
    ),
    _form(
        "the most",
        "哪一?[个家些位项种]?[^,.?]{0,10}最[多少大小高低早晚快慢长强好]",
        r"最|第一|首位|之首|居首|领先|名列|排名|首个|率先|[多高早]于|超过|\d+\D+\d+\D+\d+",
    ),
    _form("the rest", "(?:剩下|其余)的?[^,.?]{0,6}(?:哪|什么|谁)", "剩|其余|其他|其它|另", True),
)

OF_WAGES = r"(?:工资|收入)的?\d+(?:\.\d+)?(?:%|倍)|\d个月的[\u4e00-\u9fff]{0,4}工资"
"""Money, told by what somebody earns."""

FORMS = (
    *DEEDS,
    *DATED,
    *RESTRICTIONS,
    _form(
        "founded",
        # The verb stands beside the date, or the date is of something else.
        rf"{_WHEN}[^,.?]{{0,6}}(?:{_FOUNDED})|(?:{_FOUNDED})[^,.?多少几]{{0,6}}{_WHEN}"
        r"|(?:when|what year|which year)\b[^,.?]*\b(?:founded|established|set up|built|created|completed)",
        rf"\d[年月日],?[^,。;]{{0,20}}(?:{_FOUNDED})|(?:{_FOUNDED})[^。;,]{{0,6}}(?:19|20)\d\d",
    ),
    _form(
        "money",
        rf"多少(?:钱|资金|经费|元|块|[\u4e00-\u9fff]{{1,4}}[金款费](?=[,.?吗呢]|$))|[花投筹赔卖挣赚缴耗拨][了过到出得入下款资]{{0,2}}(?:大概|大约|约|一?共|总共)?{_AMOUNT}"
        rf"|(?:金额|资金|经费|价格|定价|售价|单价|收入|营收|工资|销售额|营业额|产值|投资|造价|奖金|会费|费用)(?!的[又各是有占])[^,.?]{{0,6}}{_AMOUNT}"
        r"|how much (?:money|did|was|were|is|does|do)\b|(?:what|how much)\b[^?]*\b(?:spend|spent)\b|\bcosts?\b|\bprice\b|\brevenue\b|\bsalary\b",
        "元|免费|\\d[余多]?[万亿](?![\u4e00-\u9fff])|" + OF_WAGES,
    ),
    _form(
        "share",
        r"百分之几|多大比例|几成|[率比幅](?:是|为|达到?|到了?|有)*(?:多少|几|多高)|what (?:percentage|share|proportion)",
        "%|百分|成|番|倍",
    ),
    _form(
        "area",
        "多大面积|(?:面积|占地)[^,.?]{0,4}(?:多大|多少)|多少(?:平方|平米|亩|公顷)"
        "|(?:what|how large an?|how large is the) (?:floor )?area|how many (?:square|mu\\b|hectares)",
        "平方|平米|亩|公顷",
    ),
    _form(
        "distance",
        "多少(?:公里|千米|里路|米)|多远|多高(?!的(?![楼山塔坡]))|海拔[^,.?]{0,4}多少|how (?:far (?:is|are|away|from)|high|tall)\\b|how many kilomet",
        # 7米每分钟 is a speed.
        r"\d[余多]?[百千万]?[余多]?(?:公里|千米|米|里|m\b|km)(?!每|/)",
    ),
    _form(
        "time taken",
        "多久(?!一次)|多长时间|(?<!那)几个月|多少个?(?:小时|天)|(?<![那哪])几(?:天|小时)|how long (?!(?:is|are) the\\b)",
        r"[\d一两三四五六七八九十百千半][余多]?个?(?:年|月|天|日|小时|分钟|周|星期)",
    ),
    _form(
        "number to call",
        "电话(?:号码)?(?:是|多少|几)|手机号|什么号码|哪个号|拨打?(?:哪|什么|几)|网址|邮箱"
        "|(?:phone|mobile|telephone|hotline) number|e-?mail|website",
        r"\d{5,}|@|www|http",
    ),
    _form(
        "number of a paper",
        "(?:编号|证号|专利号|文号|刊号)[^,.?]{0,3}(?:多少|几|什么)|第几号|(?:patent|document|licence|certificate) number",
        r"\d{4,}|[a-z]+\d|\d号",
    ),
    _form(
        "rank",
        "第几(?:[名位,.?吗呢]|$)|几等[奖功]|什么名次|排第几|(?:冠军|头名|第1名)是|what (?:prize|place|rank)|\\b(?:who|(?:which|what) (?:team|side|company|union|pair|player)) (?:won|came (?:first|second|third|top)|finished (?:first|top))\\b",
        r"第[\d一二三四五六七八九十]+[名位]|[\d一二三特]等|[冠亚季]军|[金银铜]奖|头名|夺魁|名列|位居|排名|首位",
    ),
    _form(
        "school",
        f"{_WHICH}(?:学校|大学|高校|院校|中学|小学)|(?:which|what) (?:[a-z]+ )?(?:schools?|universit(?:y|ies)|colleges?|academ(?:y|ies))|哪[里儿]?毕业|graduate",
        "大学(?!附属)|学院|学校|中学|小学|职校|技校|党校|院校|[农师理工财医林交民]大",
    ),
    _form(
        "graduated",
        f"{_WHICH}[^,.?]{{0,6}}毕业|毕业[于自][^,.?]{{0,3}}(?:哪|什么|啥)|graduate",
        "毕业|读|考[入上]|上学|学历|本科|专科|大专|[硕博学]士|深造|进修",
    ),
    _form(
        "hotel", f"{_WHICH}(?:酒店|宾馆|饭店)|(?:which|what) hotels?\\b", "酒店|宾馆|饭店|大厦|山庄"
    ),
    _form("hospital", f"{_WHICH}医院|(?:which|what) hospitals?\\b", "医院|卫生院"),
    _form("museum", f"{_WHICH}博物[馆院]|(?:which|what) museum", "博物[馆院]"),
    _form("publisher", f"{_WHICH}出版社|(?:which|what) publisher|\\bwho published\\b", "出版"),
    _form("law firm", f"{_WHICH}律(?:所|师事务所)|(?:which|what) law firm", "律师事务所|律所"),
    _form("bank", f"{_WHICH}银行|(?:which|what) banks?\\b", "银行|农商行|信用社|[农工建中]行|邮储"),
    _form(
        "company",
        "哪[一几两三四五六七八九十]?[个家]?(?:爱心)?(?:公司|企业)|(?:公司|企业)都?[有是](?:哪|什么|啥)"
        "|(?:which|what) (?:[a-z]+ )?(?:company|companies|firms?)\\b(?! of)",
        "公司|集团|[厂矿店社站]|银行|农商行|合作社|中心|局|移动|电信|电网|电力|工贸|科技|物流|速运|铁路",
    ),
    _form(
        "newspaper",
        "哪[一几]?[家份个](?:报社|报纸|报|媒体)|(?:which|what) (?:newspaper|paper)s?\\b",
        "报(?![告名备送道表账到])|新华社|电视|广播|台|网",
    ),
    _form("kindergarten", f"{_WHICH}幼儿园|(?:which|what) kindergarten", "幼儿园"),
    _form("court", f"{_WHICH}法院|(?:which|what) court", "法院"),
    _form("brand", f"{_WHICH}(?:牌子|品牌)的|(?:which|what) brand", "牌"),
    _form("street", f"{_WHICH}(?:街|马路)|(?:which|what) street", "街|路"),
    _form(
        "province",
        rf"{_WHICH}省{_MORE}|(?:which|what) provinces?",
        f"(?:{PROVINCES})(?!省?总工会|湖)|[\u4e00-\u9fff]{{2}}省(?!总|级|委|部|内|外|直|长|市)",
    ),
    _form(
        "city",
        rf"{_WHICH}城?市(?!民){_MORE}|(?:which|what) (?:city|cities)",
        # 青海工会 is no city's; of a city without 市 behind it, 在西宁召开 tells.
        "北京|天津|上海|重庆|[在赴到往](?![全本我各该])[\u4e00-\u9fff]{2,3}(?<![省市县区州])(?:[举召开办落推学参培疗、,。]|$)|[\u4e00-\u9fff](?<![全本我各城县省])市(?![场民区级总委政直长])",
    ),
    _form(
        "district",
        f"{_WHICH}区(?!县){_MORE}|(?:which|what) districts?\\b",
        "[\u4e00-\u9fff](?<![地社园景校辖牧矿城小街山灾新林厂各全该本])区(?![别分域内级县])",
    ),
    _form(
        "county",
        rf"{_WHICH}(?:区|市)?县{_MORE}|(?:which|what) count(?:y|ies)",
        "[\u4e00-\u9fff](?<![全本我各区市该])县(?![级域城区])",
    ),
    _form(
        "prefecture",
        rf"{_WHICH}(?:自治)?州{_MORE}|(?:which|what) prefectures?\b",
        "[\u4e00-\u9fff](?<![全本我各该])州(?![级直])",
    ),
    _form(
        "community",
        f"{_WHICH}社区|(?:which|what) communit(?:y|ies)\\b",
        "(?<![、,(和及与进入本该各个村])社区",
    ),
    _form(
        "village",
        f"{_WHICH}村|(?:which|what) village",
        # 联点村, 乡村 and 村级 are no village's name.
        "(?<![乡镇农各全本该驻点扶、,(到入进在下每个贫困政然我])村(?![级务社、,)])",
    ),
    _form("town", f"{_WHICH}(?:乡|镇)|(?:which|what) town(?:ship)?s?\\b", "乡|镇"),
    _form("age", "多大(?:岁数|年纪|年龄)|(?:几|多少)岁|how old", r"\d岁|年出?生|生于"),
    _form(
        "film",
        f"(?:片子?|电影|影片)(?:都?叫|的?名字?[是叫])(?:什么|啥)|{_WHICH}部?[^,.?]{{0,4}}(?:电影|影片|片子)",
        "[片影看][^,。;]{0,8}《",
        restricts=True,
    ),
    _form(
        "name of a thing",
        "(?:品种|品牌|产品|平台|基地|项目|工程|行动|活动|节目|栏目|课程|系统|软件|账号|工作室|驿站|协会|机制|模式|[奖赛展])"
        "(?:都?叫|名[字称]都?[是叫])个?(?:什么|啥)",
        "[“《「\"']|公司|集团|合作社|中心|协会|[厂矿店院馆队校局社村号家园庄坊站所屋室赛奖]",
    ),
    _form("work", f"{_WHICH}(?:[部本首]|出(?=戏|剧))(?:作品|书|小说|电影|歌|剧)?", '[《“"]'),
    _form("post held", f"(?:{_WHICH}|何)(?:职务|职位|官职)|what (?:post|position)\\b", OFFICES),
    _form("professional title", f"{_WHICH}职称|职称是", "[高中初]级|[正副]高|师|教授|研究员"),
)
