"""The words of the page, Chinese and English. Whoever makes HTML or a component says the Chinese:

    say("{} 份材料", 5)        ⟦{} 份材料⟧ in a script, a style sheet or a template

and gets it in marks, with what is put into it. `in_language` puts the words of one language there,
once it is known who asked (language.py); so nothing that is made on the way needs to know.
What is put in is escaped before, as everywhere; words hold nothing that HTML or JSON would escape.
"""

from __future__ import annotations

import re
from html import escape
from typing import Literal

Language = Literal["zh", "en"]
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}

# Noncharacters, which Unicode keeps for the inside of a program: no text has them.
OPEN, NEXT, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_MANY = re.compile(r"\[(\w+)\]")
"""What is left out where there is one only: {} article[s]."""
_ENGLISH = re.compile("（([A-Za-z][^（）]*)）")
"""In a message of an error, whose Chinese says more."""

ENGLISH = {
    # Not words, but what depends on the language.
    "zh-CN": "en",
    "true": "false",
    "false": "true",
    "{0}": "{1}. {0}",
    # ---- the page
    "简报问答": "Ask the bulletins",
    "提问": "Ask",
    "查出处": "Look up",
    "材料": "Documents",
    "检索": "Retrieval",
    "评测": "Evaluation",
    "以前的对话": "History",
    "{} 份材料": "{} document[s]",
    "登录或退出": "Sign in or out",
    # ---- asking
    "问题": "Question",
    "请输入问题": "Your question",
    "停止": "Stop",
    "新对话": "New chat",
    "可以这样问": "For example",
    "查找范围": "Where to look",
    "刊物": "Bulletin",
    "年份": "Years",
    "用一句话提问，答案只取自材料原文，每一句都注明出处。": "Ask in a sentence, in Chinese or English. Answers are taken from the bulletins alone, and every sentence is cited.",
    "点开编号，就能看到是哪一期、哪一篇、第几页。": "Open a number to see the issue, the article and the page it stands on.",
    "问答": "Conversation",
    "整段对话存为 Word": "Save the conversation as Word",
    "改一改再问": "Edit and ask again",
    "改问": "Edit",
    "理解为“{}”": "Understood as “{}”",
    "接着上一个回答，先看它所引的“{}”": "Going on from the last answer, the article that it cites comes first: “{}”",
    "已停止": "Stopped",
    "正在查找材料…": "Looking through the bulletins…",
    "正在排队，前面还有 {} 个问题…": "In the queue: {} question[s] before yours…",
    "接着问": "Ask next:",
    "问的是": "Ask about one of them:",
    # ---- an answer
    "引文 {}：{}": "Citation {}: {}",
    "出处": "Sources",
    "摘录原文": "Quoted",
    "本机模型": "Model on this machine",
    "服务器模型": "Model on a server",
    "材料截至 {}": "Bulletins up to {}",
    "{} 秒": "{} s",
    "复制": "Copy",
    "复制 Markdown": "Copy Markdown",
    "有用": "Helpful",
    "没用": "Not helpful",
    "语言模型没有答完，以上是原文摘录": "The model failed; these are quotes",
    "怎么得来的": "How it was found",
    "证据得分": "Evidence",
    "核对无误": "Verified",
    "{} 句": "{} sentence[s]",
    "扣下": "Withheld",
    "用时": "Time",
    "查找 {} 秒，取证 {} 秒，写答 {} 秒": "search {} s, evidence {} s, writing {} s",
    "段落": "Passage",
    # ---- a refusal
    "没有找到答案": "No answer found",
    "没有找到相关的段落。": "No passage speaks of it.",
    "找到的段落不足以回答。": "What was found is not enough for an answer.",
    "找到的内容说的是别的单位或人。": "What was found speaks of others.",
    "找到的内容说的是别的时间。": "What was found speaks of another time.",
    "这个问题不在材料的范围之内。": "This is not what the bulletins are about.",
    "在所查的材料里没有找到答案。查找范围：{}。": "What was searched has no answer: {}. ",
    "这个问题不在材料的范围之内。我只按这些材料回答问题：{}。": "I answer from these bulletins only: {}.",
    "{}等 {} 份": "{} and others, {} in all",
    "（没有材料）": "none",
    "最接近的段落列在下面。": "The nearest passages are listed below.",
    "最接近的段落": "Nearest passages",
    "没有找到": "Nothing found",
    "收起": "Less",
    # ---- a citation
    "引文": "Citation",
    "关闭引文": "Close the citation",
    "关闭": "Close",
    "日期": "Date",
    "编印": "Publisher",
    "文章": "Article",
    "作者": "Author",
    "页码": "Page",
    "未标页码": "Not numbered",
    "第{}页": "p. {}",
    "第{}页（推定）": "p. {} (inferred)",
    "原文": "In its surroundings",
    "复制出处": "Copy the reference",
    "复制原文和出处": "Copy quote and reference",
    "永久地址": "Permanent link",
    "看全文": "Read the article",
    "这句话后来换了位置，下面是它现在的所在": "This sentence has moved since; this is where it stands now",
    "这份材料后来改过，已没有这句话；下面是当时的原文": "The document was changed and has no such sentence any more; these are the words as they were",
    "这份材料已撤下；下面是当时的原文": "The document was withdrawn; these are the words as they were",
    # ---- scripts
    "连接不上程序，它可能已经关闭。": "No connection: the program may have been closed.",
    "连接断开": "Connection lost",
    "程序停了，或网络断了。恢复以后这一页会自己接上，写好的问题还在。": "The program stopped, or the network failed. The page goes on by itself once it is back; what was typed is kept.",
    "没有取到，程序可能已经关闭。": "Nothing came: the program may have been closed.",
    "已复制": "Copied",
    "没能复制": "Not copied",
    "哪里不对？可以不写": "What is wrong? May be left empty",
    "已记下": "Noted",
    "没能记下": "Not noted",
    "没有做成": "Not done",
    "删除": "Delete",
    "删除“{}”": "Delete “{}”",
    "删除这段对话？删了就找不回来。": "Delete this conversation? There is no way back.",
    "没能删除": "Not deleted",
    "查找": "Find",
    "在以前的对话里查找": "Search the history",
    # ---- looking up
    "例：{}": "Such as {}",
    "粘贴引文编号或出处，或输入要查的词句": "Paste a citation id or a reference, or type words to look for",
    "词句的范围：全部材料": "Words are looked for in all documents",
    "词句的范围：只查选中的": "Words are looked for in the chosen ones",
    "材料，不选就是全部": "Documents; none chosen: all",
    "年份，不选就是全部": "Years; none chosen: all",
    "{}年": "{}",
    "材料和目录": "Bulletins and their contents",
    "目录": "Contents",
    "{} 篇": "{} article[s]",
    "本篇第 {} 页，共 {} 页": "page {} of {} of the article",
    "翻页": "Pages",
    "上一页": "Previous page",
    "下一页": "Next page",
    "上一篇": "Previous article",
    "下一篇": "Next article",
    "第 {} 段": "Part {}",
    "这一页有 {} 篇": "{} article[s] on this page",
    "续": "continued",
    "所在": "Where this is",
    "全部材料": "All bulletins",
    "有几处都符合，请选一处": "Several places fit: choose one",
    "查“{}”在哪些地方出现": "Find where “{}” stands",
    "复制本页地址": "Copy the address of this view",
    "{} 处": "{} place[s]",
    "存成表格": "Save as a table",
    "各期的次数": "By issue",
    "第 {}–{} 句，共 {} 句": "{}–{} of {}",
    "前面的": "Previous",
    "后面的": "Next",
    "在全部材料里查": "Look in all documents",
    "“{}”一处也没有。": "“{}” stands nowhere.",
    "标点、空格、全角半角、繁体简体不影响查找。": "Punctuation, spaces, width and script make no difference.",
    # ---- documents
    "新增": "Added",
    "改动": "Changed",
    "移除": "Removed",
    "{} {} 段": "{}: {}",
    "移到别处，或出处有变": "moved, or its place has another name",
    "原文已改，找不到原句": "changed: the sentence is gone",
    "所在材料撤下": "its document is withdrawn",
    "重新可查": "there again",
    "标题": "Title",
    "期号": "Issue",
    "文件": "File",
    "序": "No.",
    "页": "Page",
    "开头": "Beginning",
    "{} 字": "{} character[s]",
    "第 {}—{} 页": "pp. {}–{}",
    "没有页码": "no page numbers",
    "{}（推定）": "{} (inferred)",
    "（没有标题）": "(no title)",
    "……共 {} 篇": "… {} in all",
    "……共 {} 条": "… {} in all",
    "没有未发布的改动": "Nothing to publish",
    "涉及给人看过的引文 {} 条": "Citations touched that were shown to somebody: {}",
    "涉及的引文": "Citations touched",
    "改动的段落": "Passages",
    "已发布，第 {} 次": "Published, no. {}",
    "未发布的改动": "Draft, not published yet",
    "更正、替换、撤下": "Correct, replace, withdraw",
    "加入材料": "Add documents",
    "加入": "Added",
    "更正": "Corrected",
    "替换": "Replace",
    "撤下": "Withdraw",
    "发布": "Publish",
    "放弃草稿": "Discard the draft",
    "退回上次发布之前": "Roll back the last publication",
    "哪一份": "Document",
    "文件，可以多选": "One or more files",
    "加入草稿": "Add to the draft",
    "日期，如 2024-12-30": "Date, such as 2024-12-30",
    "编印单位": "Publisher",
    "种类": "Kind",
    "刊物，有多篇文章": "bulletin of many articles",
    "一篇文章": "one article",
    "看标题决定": "as its headings say",
    "更正这一份": "Correct the document",
    "哪一篇": "Article",
    "这篇的标题": "Its title",
    "起始页": "Its first page",
    "更正这一篇": "Correct the article",
    "新的文件": "Newer file",
    "正在读取": "Reading",
    "正在处理": "Working",
    "正在加入草稿": "Adding to the draft",
    "加入了草稿：{} 份": "Added to the draft: {}",
    "草稿已放弃。": "The draft was discarded.",
    "已记入草稿，发布后生效。": "Noted in the draft; it counts once it is published.",
    # ---- retrieval
    "检索测试": "Retrieval test",
    "一个问题找到哪些段落，每一路各给多少分。": "Which passages a question finds, and what each signal thinks of them.",
    "总分": "score",
    "全文": "lexical",
    "向量": "dense",
    "逐词": "word by word",
    "融合": "fused",
    "全文名次": "lexical rank",
    "向量名次": "dense rank",
    # ---- evaluation
    "与哪一次比较": "Compare with",
    "开始评测": "Start",
    "打开报告": "Open the report",
    "评测报告": "Report",
    "逐题回答一张表": "Answer a sheet",
    "xlsx、csv 或 jsonl，一列 question；答好的表可以取走。": "xlsx, csv or jsonl with a column question; take the answered sheet away.",
    "题目": "Questions",
    "逐题回答": "Answer them",
    "答案": "Answers",
    "答完了，可以取走。": "Done: take it away.",
    "有 {} 题没有答成，原因写在表的 error 一列。要有一列 question，每行一个问题。": "{} question[s] could not be answered; the column error says why. A column question is needed, one question a row.",
    "正在评测。结束以后重新打开这一页，就列在下面。": "An evaluation is running. Open the page again when it has ended: it is listed below.",
    "答对": "Right",
    "前 5 段找到": "Recall at 5",
    "引文切题": "Citation precision",
    "该拒就拒": "Refused when it must",
    "误拒": "False refusal",
    # ---- drafts
    "自带的题": "Questions that came with it",
    "本单位的题": "Questions of the house",
    "读者不满意的问题": "Questions readers disliked",
    "写明应有的答案和证据，收进本单位的题，评测就能用它。": "Say what the answer and its evidence should be, take the question over, and evaluations can use it.",
    "没有待看的问题。": "Nothing is waiting.",
    "写答案": "Work on it",
    "追问之前": "Asked before",
    "回答": "Answered",
    "理由": "Reason",
    "时间": "Time",
    "草稿": "Draft",
    "材料里有答案": "The bulletins have the answer",
    "题型": "Type",
    "参考答案": "Expected answer",
    "关键事实，每行一个；别的写法用 | 隔开": "Key facts, one a line; other spellings behind a |",
    "证据：回答引用的，和最接近的段落里的": "Evidence: cited by the answer, or in the nearest passages",
    "别的证据：粘贴原文、引文编号或“原文和出处”，每行一条": "Other evidence: paste exact words, a citation id, or a quote with its reference, one a line",
    "备注": "Note",
    "收进题目": "Take it over",
    "不要了": "Drop it",
    "已收进本单位的题，现有 {} 题。": "Taken over; the house has {} question[s].",
    "这一条不要了。": "Dropped.",
    "数字": "number",
    "名称": "name",
    "列举": "list",
    "事实": "fact",
    "换个说法": "paraphrase",
    "口语": "colloquial",
    "多处": "several places",
    "为何如何": "why or how",
    "表格": "table",
    "比较": "comparison",
    "原话": "exact words",
    # ---- signing in
    "登录": "Sign in",
    "密码": "Password",
    "读者": "reader",
    "编辑": "editor",
    "已登录：{}": "Signed in as {}",
    "回到问答": "Back to the page",
    "退出": "Sign out",
}


def say(chinese: str, *values: object) -> str:
    """The words in marks. `values` are escaped, or in marks themselves."""
    return OPEN + NEXT.join((chinese, *map(str, values))) + CLOSE


def trouble(message: str) -> str:
    """A message of an error, escaped: in English the English of it first, then what it says."""
    english = _ENGLISH.search(message)
    if english is None:
        return escape(message)
    said = english[1][0].upper() + english[1][1:]
    return say("{0}", escape(message), escape(said))


def marked(text: str) -> str:
    """A script, a style sheet or a template, in which words stand between ⟦ and ⟧."""
    return text.replace("⟦", OPEN).replace("⟧", CLOSE)


def in_language(text: str, language: Language) -> str:
    """Marks within marks first. What looks like a mark and is none of ours stays what it says."""

    def said(match: re.Match[str]) -> str:
        chinese, *values = match[1].split(NEXT)
        words = ENGLISH.get(chinese, "") if language == "en" else chinese
        if chinese in ENGLISH and words.count("{") <= len(values):
            return _MANY.sub("" if values[:1] == ["1"] else r"\1", words).format(*values)
        return match[1].replace(NEXT, " ")

    found = 1
    while found:
        text, found = _MARKED.subn(said, text)
    return text
