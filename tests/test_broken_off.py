"""A sentence that the source breaks off is told from one that needs no mark."""

from __future__ import annotations

from pathlib import Path

from rag.answer.generate.extractive import Extractive
from rag.broken_off import breaks_off
from rag.compose import quoted
from rag.pipeline import open_engine, search
from rag.question.asked import understand
from rag.settings import Settings
from rag.weigh.candidates import candidates

TEXT = """
<h1>维权服务再上台阶</h1>
<p>清泉县总工会全年接待职工三百人次，办结案件九十件，追回拖欠的工资一百万元。</p>
<p>清泉县总工会办了热线，配律师三名。各乡镇工会指定专</p>
<h2>主要工作</h2>
<p>全年办了三件实事。办的实事分别列在下面</p>
<h2>立足优势，开办流动书屋</h2>
<p>县里的书屋建在车站和工地旁边，职工下了班走几步就到，大家都说方便。</p>
<p>流动书屋全年开放。书屋里有图书和报纸，职工可以来这里借阅和交</p>
<p>流，也可以听课。</p>
<p>清泉县总工会办公室</p>
<p>■　活动为期一年。全县各级工会都要参加，确保取得实效</p>
<p>■　活动不划阶段。各级工会要加强领导，形成合力</p>
<p>全年培训职工。培训结束后，职工们都说收获很大，今后要把学到的本领用到岗</p>
"""
SIGNED = "<h1>交流会</h1><p>交流会很成功。大家都说好。县总工会宣传教育部</p>"


def test_only_a_sentence_that_nothing_goes_on_with_breaks_off(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "broken.html").write_text(TEXT, encoding="utf-8")
    (tmp_path / "corpus" / "signed.html").write_text(SIGNED, encoding="utf-8")
    settings = Settings(tmp_path / "corpus", tmp_path / "index", tmp_path / "state")
    engine = open_engine(settings)
    library = engine.library
    broken = [
        unit.text
        for bulletin in library.bulletins()
        for article in library.articles(bulletin.key)
        for unit in library.units_within(bulletin.key, article.start, article.end)
        if breaks_off(library, unit)
    ]
    assert broken == [
        "各乡镇工会指定专",
        "培训结束后，职工们都说收获很大，今后要把学到的本领用到岗",
    ]
    asked = "清泉县的乡镇工会指定了谁？"
    understood = understand(asked, library)
    near = candidates(library, understood, search(engine, asked))
    chosen = [each for each in near if each.unit.text == broken[0]]
    quotes = [each.quote for each in quoted(library, understood, chosen)]
    said = list(Extractive().write(asked, quotes))
    assert [(each.label, each.text) for each in said] == [("［原文如此］", broken[0])]
    library.close()
