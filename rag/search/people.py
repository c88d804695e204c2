"""The people that a corpus speaks of, learnt from itself: who stands behind a post, in a list of
names, before 同志 or before 男 and 女.

Names of many peoples have no surname by which to tell them; where they stand tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rag.posts import POSTS
from rag.search.fold import fold

FILE = "people.json"
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    "凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁"
    "毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊"
    "胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮"
    "羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜"
    "黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕"
    "冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔"
    "隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仝肖闫苟苑星谌佟付尉巨"
)
TRANSLITERATED = frozenset(
    "才扎西尼玛措卓多杰仁青索南次旦久吾加让东智增格桑旺姆吉拉毛贡布丹洛班文巴昂项欠晋美更登当周先德央金白玉公保朱江"
    "赛保日角太热阿布却达娃完么三知龙切羊旦正桑尕嘎项本宝华见俄合拉依不都艾力木提古丽买合"
)
"""Of names of Tibetan, Mongolian, Salar and Hui people as they are written in Chinese."""
AFTER = (
    "同志|主持|出席|参加|讲|宣|带|率|赴|一行|说|表示|指出|强调|介绍|作|等|陪同|与|和|及|、|，|,|。|；|;|）|\\)|\\s|$|（|\\("
    "|到|在|为|先后|分别|致|传达|荣获|获|被"
)
LONGEST = 4
"""Characters of a name that begins with a surname."""
_BEHIND_A_POST = re.compile(rf"(?:{POSTS})[”\"]?([\u4e00-\u9fff]{{2,4}}?)(?={AFTER})")
_IN_A_ROW = re.compile(rf"(?<=[、和])([\u4e00-\u9fff]{{2,3}}?)(?={AFTER})")
_BEFORE_THE_SEX = re.compile(
    r"(?:^|[。；;\s])([\u4e00-\u9fff·]{2,6})(?:[（(][^（）()]{1,12}[）)])?\s?[，,\t ]\s?(?:男|女)[，,]"
)
_IN_A_ROSTER = re.compile(r"^([\u4e00-\u9fff]{2,4})[\t \u3000]+(?=[^\t\u3000。，]{6,50}$)")
_BEFORE_A_DEED = re.compile(
    r"(?:^|[,，。;；、])([\u4e00-\u9fff]{2,3})(?=获得|荣获|获评|当选|被评为|被授予)"
)
_COMRADE = re.compile(r"(?=([\u4e00-\u9fff]{2,3})同志)")
_WITH_A_PEOPLE = re.compile(
    r"([\u4e00-\u9fff·]{2,6})[（(](?:女[，,]?)?[\u4e00-\u9fff]{1,4}族[）)]|([\u4e00-\u9fff·]{2,6})[（(]女[）)]"
)
_NO_NAME = re.compile(
    "[的了是在有及对于把将会就都也各全本该工省市州县区部局委单位司活动组织企职务们这那其第要并以更最进行开展提]"
)


def learn(
    sentences: Iterable[str], bylines: Iterable[str], cut: Callable[[str], list[str]]
) -> list[str]:
    """Names in sentences, rows and bylines, folded, the longest first. `cut` parts a text into known
    words: of a name it knows no word but, perhaps, the given name."""
    signed = (fold(part) for byline in bylines for part in byline.split() if len(part) <= LONGEST)
    found = {
        part for part in signed if part and _is_surnamed(part, cut) and not _NO_NAME.search(part)
    }
    for sentence in sentences:
        text = fold(sentence)
        in_a_roster = _IN_A_ROSTER.findall(sentence)  # folding leaves no space behind the name
        behind = [
            name
            for name in (
                *(
                    name
                    for each in (_BEHIND_A_POST, _IN_A_ROW, _COMRADE, _BEFORE_A_DEED)
                    for name in each.findall(text)
                ),
                *in_a_roster,
            )
            if TRANSLITERATED.issuperset(name) or _is_surnamed(name, cut)
        ]
        placed = _BEFORE_THE_SEX.findall(text)
        placed += [one or other for one, other in _WITH_A_PEOPLE.findall(text)]
        # Of a line that is a name and a post the place tells: 潘有龙 has a 有.
        found.update(
            name for name in (*behind, *placed) if name in in_a_roster or not _NO_NAME.search(name)
        )
    return sorted(found, key=lambda name: (-len(name), name))


def _is_surnamed(name: str, cut: Callable[[str], list[str]]) -> bool:
    """A surname, and then no word: 能力, 程序 and 常态化 begin with surnames too."""
    return name[0] in SURNAMES and cut(name)[:1] == [name[0]] and len(cut(name)) == len(name)


def save(names: Sequence[str], folder: Path) -> None:
    (folder / FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> tuple[str, ...]:
    return tuple(json.loads((folder / FILE).read_text(encoding="utf-8")))
