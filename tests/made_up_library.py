"""A made-up library of other makes than a magazine: two laws in numbered provisions, and a report of
each year."""

from __future__ import annotations

from pathlib import Path

RULES = """# 清泉市职工休息条例

2019年5月6日 清泉市人民代表大会常务委员会通过

## 第一章 总则

第一条 为了保障职工休息，制定本条例。

第二条 用人单位应当按月公布值班安排。

## 第二章 假期

第三条 有下列情形之一的，可以申请调休：

（一）节日值守的；

（二）抗洪抢险的；

（三）照料病人的。

申请调休应当提前三日提出。

第四条 有下列情形之一的，不得安排夜班：

（一）怀孕的；

（二）未成年的。

## 第三章 附则

第五条 本条例自2019年7月1日起施行。
"""
MEASURES = """# 清泉市饮水站管理办法

第一条 饮水站由街道管理。

第二条 饮水站每日开放十小时。

第三条 饮水站的水质每季度检测一次。

第四条 本办法由市水务局解释。
"""


def report(year: int, target: str, stations: int) -> str:
    return f"""市政府工作报告

各位代表：

现在，我代表市政府，向大会报告工作，请予审议。

一、{year - 1}年工作回顾

过去一年，全市新建饮水站{stations}个，道路更加通畅，群众出行更加方便。

二、今年工作安排

今年的主要预期目标是：全市国内生产总值增长{target}，城镇新增就业3万人，粮食产量保持稳定。

今年要修建公路{stations + 5}公里，完善农村供水。
"""


YEARS = {2019: ("8%左右", 31), 2020: ("7%左右", 42), 2021: ("6.5%—7%", 53)}


def write_library(folder: Path) -> None:
    folder.mkdir(parents=True)
    entries = []
    for year, (target, stations) in YEARS.items():
        name = f"report-{year}.txt"
        (folder / name).write_text(report(year, target, stations), encoding="utf-8")
        entries.append((name, f"{year}年清泉市政府工作报告", f"{year}-02-03"))
    for name, text, title, date in (
        ("rules.md", RULES, "清泉市职工休息条例", "2019-05-06"),
        ("measures.md", MEASURES, "清泉市饮水站管理办法", "2018-01-09"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        entries.append((name, title, date))
    lines = [
        f'[[document]]\nfile = "{name}"\nkey = "{Path(name).stem}"\ntitle = "{title}"\ndate = "{date}"\n'
        for name, title, date in entries
    ]
    (folder / "manifest.toml").write_text("\n".join(lines), encoding="utf-8")
