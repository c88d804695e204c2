"""Terms of trade-union work in English, as the All-China Federation and its press write them, and the words
that the bulletins have for them.

Word vectors know staff and library one by one; that a staff library is a 职工书屋 no dictionary says.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_WORKERS = "(?:staff|employees?|workers?)(?:['’]s?)?"
_NEEDY = "(?:needy|struggling|impoverished|poor|disadvantaged)"
_TERMS = {
    rf"{_WORKERS} (?:librar(?:y|ies)|book ?rooms?|reading rooms?|book ?houses?)|(?:librar(?:y|ies)|book ?rooms?|reading rooms?) for {_WORKERS}": "职工书屋",
    rf"{_WORKERS} homes?|homes? (?:of|for) (?:the )?{_WORKERS}": "职工之家",
    r"model workers?|labou?r models?|role model workers?": "劳动模范 劳模",
    r"advanced workers?": "先进工作者",
    r"(?:craftsm[ae]n|artisans?)": "工匠",
    r"(?:innovation|innovative) (?:studios?|workshops?)": "创新工作室",
    r"labou?r (?:contests?|competitions?|emulation)": "劳动竞赛",
    r"(?:vocational )?skills? (?:contests?|competitions?)": "技能竞赛 技能大赛",
    r"collective (?:contracts?|agreements?)": "集体合同",
    r"collective (?:consultations?|bargaining)": "集体协商",
    r"legal aid": "法律援助",
    r"(?:rest and )?(?:recuperat|convalesc)\w+|rest and (?:recreation|rehabilitation)": "疗休养",
    r"mutual (?:medical )?(?:aid|assistance|insurance)|medical mutual \w+": "医疗互助 互保",
    r"(?:delivery )?couriers?|express delivery (?:workers?|staff)": "快递员",
    r"new (?:forms?|types?|modes?) of employment|gig workers?": "新就业形态劳动者",
    r"migrant workers?|rural migrants?": "农民工",
    r"sanitation (?:workers?|staff)|street cleaners?": "环卫",
    r"outdoor workers?": "户外劳动者",
    r"(?:women|female) (?:workers?|employees?|staff)": "女职工",
    rf"{_NEEDY} {_WORKERS}|{_WORKERS} in (?:difficulty|need)": "困难职工",
    r"democratic management": "民主管理",
    r"(?:workers|staff|employee)['’]?s? (?:representative )?congress(?:es)?": "职工代表大会",
    r"(?:heart ?warming|warm ?hearted|warm) breakfasts?": "暖心早餐",
    r"(?:ecological|eco|conservation) ?(?:rangers?|wardens?|guards?|stewards?|caretakers?)": "生态管护员",
    r"joint (?:meetings?|conferences?)": "联席会议",
    r"may (?:day|1st) labou?r (?:medals?|awards?|certificates?)": "五一劳动奖",
    r"workers?['’]? pioneers?|pioneer workers?": "工人先锋号",
    r"party building": "党建",
    r"industrial workers?": "产业工人",
    r"quality of life|life quality": "生活品质",
    r"service stations?": "服务站",
    r"truck drivers?|lorry drivers?": "货车司机",
    r"safety (?:inspections?|checks?)": "安全检查",
    r"hidden (?:dangers?|hazards?)": "隐患排查",
    r"model collectives?": "劳动模范集体",
    r"legal check ?ups?": "法治体检",
    r"job fairs?": "招聘会",
    r"heating (?:allowances?|subsid(?:y|ies))": "取暖补贴",
    r"(?:ACFTU|All China Federation of Trade Unions)": "全国总工会 全总",
    r"(?:federations? of trade unions|trade unions? federations?)": "总工会",
    r"Politburo|Political Bureau": "政治局",
    r"Central Party School": "中央党校",
    r"(?:plenum|plenary session)s?": "全会",
    r"theme education|thematic education": "主题教育",
    r"Selected Readings": "著作选读",
    r"People['’]?s Daily": "人民日报",
    r"Workers['’]? Daily": "工人日报",
    r"May Day": "五一",
    r"Party members?": "党员",
    r"SF Express": "顺丰",
    r"China Post": "邮政",
    r"State Grid": "国家电网",
}  # fmt: skip
_PATTERNS = [
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), words.split())
    for pattern, words in _TERMS.items()
]


def terms(question: str, holds: Callable[[str], bool]) -> list[str]:
    """The words of a corpus, which it `holds`, for the terms in a question."""
    question = question.replace("-", " ")  # medical-aid
    return [
        word
        for pattern, words in _PATTERNS
        if pattern.search(question)
        for word in words
        if holds(word)
    ]
