"""What a question asks for, and by which words of a text one sees that it could be there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.question.kind import Want, as_asked, asks_for_a_name, has_a_form, wants
from rag.search.people import POSTS
from rag.search.places import PROVINCES

SEVERAL = 2
"""Things asked for by name, where the question does not say how many."""

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_COUNT = "[两二三四五六七八九十]|\\d+"
_COUNTED = re.compile(
    rf"哪({_COUNT})|({_COUNT})(?:大|个|种|项|样|方面|类|块|条|点|件|组)[^,.?]{{0,10}}[是有叫](?:什么|啥|哪)"
    rf"|\b(?:what|which|the) ({'|'.join(_ENGLISH)})\b"
)
_LISTED = re.compile(
    "哪[些几]|几[个项种样类块条方点][^,.?]{0,6}[是有]?(?:什么|啥|哪)|都?(?:有|是|包括)(?:什么|啥|哪些)|都.{0,4}(?:什么|啥)|分别"
)

_LABELLED = re.compile(
    rf"[“「『\"'][^“”「」『』\"']{{0,4}}?({_COUNT})[^“”「」『』\"']{{1,8}}[”」』\"']"
)
"""“六个一”, “四联三卷”: a name that says of how many things it is made."""
_THOSE = re.compile(
    rf"那({_COUNT})[\u4e00-\u9fff][^,.?]*(?:,[^,.?]*)?(?:名字|名称|叫什么|叫啥|[是在](?:哪|什么地方)|哪[几些])"
)
FEWEST_NAMED = 3
_THING = re.compile(
    r"(?:[\u4e00-\u9fff]{0,10}的)?([\u4e00-\u9fff]{2,8}?)(?:来着|[呢啊呀吗阿呐])?(?=[,.?。:;!]|$)"
)

_CLAUSE = re.compile("[^,;.?。]+[,;.?。]*")


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of thing that is written in a way of its own, 元 or 学院 behind it: a text without that
    does not say it, whatever else it says."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]


def _form(name: str, asked: str, held: str) -> Form:
    return Form(name, re.compile(asked), re.compile(held))


_AMOUNT = "(?:多少|几)(?=[,.?吗呢万亿\\s]|$)"
_WHICH = "(?:哪|什么|啥)[一个所家座条几]*"
_MORE = "(?![^,.?]{0,6}[多少高低早晚大小])"
"""哪个县多 compares two that are named."""

POST_HELD = "|".join(each for each in POSTS.split("|") if each[-1] in "席记长任理委事")

_FOUNDED = "成立|组建|始建|创建|创办|创立|设立|建立|建成|落成|投产|建于"
_WHEN = "(?:何时|何年|(?:什么|啥)时[候间]|哪一?[年天]|哪个月|几[年月])"

OF_WAGES = r"(?:工资|收入)的?\d+(?:\.\d+)?(?:%|倍)|\d个月的[\u4e00-\u9fff]{0,4}工资"
"""Money, told by what somebody earns."""

FORMS = (
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
        rf"|(?:金额|资金|经费|价格|定价|售价|单价|收入|营收|工资|销售额|营业额|产值|投资|造价|奖金|会费|费用)[^,.?]{{0,6}}{_AMOUNT}"
        r"|how much (?:money|did|was|were|is|does|do)\b|\bcosts?\b|\bprice\b|\brevenue\b|\bsalary\b",
        "元|免费|\\d[余多]?[万亿](?![\u4e00-\u9fff])|" + OF_WAGES,
    ),
    _form(
        "share",
        r"百分之几|多大比例|几成|[率比幅](?:是|为|达到?|到了?|有)*(?:多少|几|多高)|what (?:percentage|share|proportion)",
        "%|百分|成|番|倍",
    ),
    _form(
        "area",
        "多大面积|面积[^,.?]{0,4}(?:多大|多少)|多少(?:平方|平米|亩|公顷)",
        "平方|平米|亩|公顷",
    ),
    _form(
        "distance",
        "多少(?:公里|千米|里路|米)|多远|多高|海拔[^,.?]{0,4}多少|how (?:far|high|tall)|how many kilomet",
        r"\d[余多]?(?:公里|千米|米|里|m\b|km)",
    ),
    _form(
        "time taken",
        "多久(?!一次)|多长时间|(?<!那)几个月|多少个?(?:小时|天)|(?<!那)几(?:天|小时)|how long",
        r"[\d一两三四五六七八九十半][余多]?个?(?:年|月|天|日|小时|分钟|周|星期)",
    ),
    _form(
        "number to call",
        "电话(?:号码)?(?:是|多少|几)|手机号|什么号码|哪个号|拨打?(?:哪|什么|几)|网址|邮箱"
        "|(?:phone|mobile|telephone|hotline) number|e-?mail|website",
        r"\d{5,}|@|www|http",
    ),
    _form(
        "rank",
        "第几(?:[名位,.?吗呢]|$)|几等[奖功]|什么名次|排第几|冠军是|what (?:prize|place|rank)|\\bwho won\\b",
        r"第[\d一二三四五六七八九十]+[名位]|[\d一二三特]等|[冠亚季]军|[金银铜]奖|名列|位居|排名|首位",
    ),
    _form(
        "school",
        f"{_WHICH}(?:学校|大学|高校|院校|中学|小学)|(?:which|what) (?:[a-z]+ )?(?:school|university|college|academy)|哪[里儿]?毕业|graduate",
        "大学|学院|学校|中学|小学|职校|技校|党校|院校|[农师理工财医林交民]大",
    ),
    _form("hotel", f"{_WHICH}(?:酒店|宾馆|饭店)|(?:which|what) hotel", "酒店|宾馆|饭店|大厦|山庄"),
    _form("hospital", f"{_WHICH}医院|(?:which|what) hospital", "医院|卫生院"),
    _form("street", f"{_WHICH}(?:街|马路)|(?:which|what) street", "街|路"),
    _form(
        "province",
        rf"{_WHICH}省{_MORE}|(?:which|what) provinces?",
        f"(?:{PROVINCES})(?!省?总工会|湖)|[\u4e00-\u9fff]{{2}}省(?!总|级|委|部|内|外|直|长|市)",
    ),
    _form(
        "city",
        rf"{_WHICH}城?市(?!民){_MORE}|(?:which|what) (?:city|cities)",
        f"(?:{PROVINCES})(?!省|湖)|[\u4e00-\u9fff](?<![全本我各城县省])市(?![场民区级总委政直长])",
    ),
    _form(
        "county",
        rf"{_WHICH}(?:区|市)?县{_MORE}|(?:which|what) count(?:y|ies)",
        "[\u4e00-\u9fff](?<![全本我各区市该])县(?![级域城区])",
    ),
    _form("community", f"{_WHICH}社区", "社区"),
    _form("village", f"{_WHICH}村|(?:which|what) village", "村"),
    _form("town", f"{_WHICH}(?:乡|镇)", "乡|镇"),
    _form("age", "多大(?:岁数|年纪|年龄)|(?:几|多少)岁|how old", r"\d岁|年出?生|生于"),
    _form("work", f"{_WHICH}[部本首](?:作品|书|小说|电影|歌|剧)?", '[《“"]'),
    _form("post held", f"(?:{_WHICH}|何)(?:职务|职位|官职)", POST_HELD),
    _form("professional title", f"{_WHICH}职称|职称是", "[高中初]级|[正副]高|师|教授|研究员"),
)

_HONOURS = {"劳模", "工匠", "冠军", "人选", "职工", "选手", "代表", "作家", "员"}
"""Said of many at once: who is one of them is told by other words than that."""
_OFFICES = "|".join(each for each in POSTS.split("|") if each not in _HONOURS)
_HOLDER = re.compile(
    rf"(副?(?:{_OFFICES}))(?:都?是谁|[是叫][^,]{{0,3}}(?:什么|啥|哪位)|由谁|姓|是哪|都?有谁|是何人)"
    rf"|谁(?:是|当|任|担任)[^,.?]{{0,8}}?(副?(?:{_OFFICES}))"
)
"""Who holds a post: 副组长是谁 is not answered by a sentence about the 组长."""


@dataclass(frozen=True, slots=True)
class Sought:
    wants: tuple[Want, ...]
    forms: tuple[Form, ...]
    items: int
    """How many things are asked for by name: 0 for none, SEVERAL where the question does not say."""
    named: int = 0
    """Of how many things, known to be so many, each is asked for: 那5家叫什么名字, “六个一”是哪六个. A text
    that knows no more than the question does not name them. 0 for none."""
    counted: tuple[str, ...] = ()
    """Where only how many is asked, what is counted, as it stands right behind the measure word:
    职工书屋. Empty where one of the numbers is asked for in another way."""


def sought(question: str) -> Sought:
    text = as_asked(question)
    wanted = wants(question)
    items = _items(text)
    counted = tuple(_counted_things(text, wanted))
    return Sought(wanted, _forms(text, wanted), items, _named(text, items), counted)


def _counted_things(folded: str, wanted: Sequence[Want]) -> list[str]:
    found = [_THING.match(folded, want.end) for want in wanted if want.kind == "how_many"]
    things = [match[1] for match in found if match]
    return things if len(things) == len(wanted) else []


def _forms(folded: str, wanted: Sequence[Want]) -> tuple[Form, ...]:
    """Those of the question; none where another part of it asks for what has no form, why or which:
    that can be answered, whatever is missing."""
    found: list[Form] = []
    for clause in _CLAUSE.finditer(folded):
        here = [form for form in FORMS if form.asked.search(clause[0])]
        if holder := _HOLDER.search(clause[0]):
            post = holder[1] or holder[2]
            here.append(
                Form("post", _HOLDER, re.compile(post if post[0] == "副" else f"(?<!副){post}"))
            )
        inside = [want for want in wanted if clause.start() <= want.start < clause.end()]
        if not here and not has_a_form(inside) and inside and not asks_for_a_name(inside):
            return ()
        found += here
    return tuple(dict.fromkeys(found))


def _items(folded: str) -> int:
    if counted := _COUNTED.search(folded):
        return _number(next(group for group in counted.groups() if group))
    return SEVERAL if _LISTED.search(folded) else 0


def _named(folded: str, items: int) -> int:
    labels = {_number(each) for each in _LABELLED.findall(folded)}
    those = _THOSE.search(folded)
    named = _number(those[1]) if those else items if items in labels else 0
    return named if named >= FEWEST_NAMED else 0


def _number(said: str) -> int:
    return _DIGITS.get(said) or _ENGLISH.get(said) or int(said)
