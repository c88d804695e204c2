"""What the report calls things: figures, signals, types of questions, causes of failure."""

from __future__ import annotations

from collections.abc import Mapping

FIGURES = {
    "right": ("答对", "没有拒答，关键事实都在，长度合适", "every key fact, within its length"),
    "recall@1": ("第 1 段找到", "第一段就含有证据", "evidence held by the first passage"),
    "recall@3": ("前 3 段找到", "前三段里有证据", "evidence within the first 3 passages"),
    "recall@5": ("前 5 段找到", "前五段里有证据", "evidence within the first 5 passages"),
    "recall@10": ("前 10 段找到", "前十段里有证据", "evidence within the first 10 passages"),
    "mrr@10": ("首个命中的倒数排名", "越近 1 越靠前", "one over the rank of a hit"),
    "ndcg@10": ("排序质量", "命中越靠前越好", "hits count more the higher they stand"),
    "f1": ("与参考答案重合", "按字和数字", "overlap with the reference answer"),
    "length": ("答案长度", "字", "characters"),
    "citation recall": ("引文找全", "证据被引用的比例", "share of the evidence that was cited"),
    "citation precision": ("引文切题", "引文里属于证据的比例", "share of the quotes that are evidence"),
    "page right": ("页码对", "引到证据时，页码无误", "of evidence cited, where the page is known"),
    "article right": ("篇名对", "引到证据时，篇名无误", "of evidence cited, where the article is known"),
    "refused when it must": ("该拒就拒", "材料里没有的，不作答", "of the unanswerable questions"),
    "false refusal": ("误拒", "能答而没答，越低越好", "of the answerable questions; lower is better"),
    "seconds median": ("用时中位数", "一半的题更快", "half the questions are faster"),
    "seconds search": ("查找用时", "找段落，中位数", "finding passages, the median"),
    "seconds weigh": ("取证用时", "挑句子，中位数", "choosing sentences, the median"),
    "seconds write": ("写答用时", "写和核对，中位数", "writing and checking, the median"),
    "seconds 95 %": ("用时 95 %", "二十题里十九题更快", "nineteen in twenty are faster"),
}  # fmt: skip
SIGNALS = {"fused": "融合", "lexical": "全文", "dense": "向量", "words": "逐词"}
"""Others that a run holds (a plain baseline) come after these, under their own name."""
TYPES = {
    "number": "数字", "name": "名称", "date": "日期", "list": "列举", "fact": "事实",
    "paraphrase": "换个说法", "colloquial": "口语", "multi": "多处", "why-how": "为何如何",
    "table": "表格", "compare": "比较", "follow-up": "追问", "phrase": "原话",
    "unanswerable": "不可答",
}  # fmt: skip
LANGUAGES = {"zh": "简体中文", "zh-Hant": "繁体中文", "en": "英文"}
HALVES = {"test": "测试", "tune": "调参"}
GROUPS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("type", "按题型", "By type", TYPES),
    ("lang", "按语言", "By language", LANGUAGES),
    ("document", "按材料", "By document", {}),
)
CAUSES = {
    "not_retrieved": (
        "没有找到", "not retrieved",
        "前十段里没有一段含有证据", "none of the first ten passages holds evidence",
    ),
    "not_chosen": (
        "没有选中", "not chosen",
        "证据找到了，回答里没有用它", "evidence was found and the answer does not use it",
    ),
    "cut_short": (
        "截得太短", "cut short",
        "用了证据，关键事实没有写全", "evidence was used and a key fact is missing",
    ),
    "too_long": (
        "太长", "too long",
        "关键事实都在，但超过了长度", "every key fact is there, in too many words",
    ),
    "wrongly_refused": (
        "误拒", "wrongly refused",
        "证据找到了，却没有作答", "evidence was found and there is no answer",
    ),
    "answered_unanswerable": (
        "该拒未拒", "answered the unanswerable",
        "材料里没有答案，却作答了", "the documents do not say, and yet it answered",
    ),
    "error": ("出错", "error", "这一题没有跑完", "the question could not be asked"),
}  # fmt: skip
REASONS = {
    "nothing_found": "没有找到",
    "weak_evidence": "证据不足",
    "other_name": "说的是别的单位或人",
    "other_time": "说的是别的时间",
    "off_topic": "不在材料范围之内",
}


def named(names: Mapping[str, str], key: str) -> str:
    """Both languages; the key alone where it has no Chinese name."""
    return f"{names.get(key, '')} {key}".strip()
