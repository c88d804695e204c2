"""What stands in front of a name: the posts that people hold and the honours they have.

Search learns names by it, a question about the holder of a post is known by it, and an answer tells
a name from a word by it.
"""

from __future__ import annotations

OFFICES = (
    "主席|书记|部长|主任|局长|组长|省长|市长|县长|州长|区长|会长|校长|院长|经理|董事长|常委|委员|秘书长|厅长|处长|科长"
    "|班长|队长|支队长|教授|医生|工程师|律师|总书记|记者|通讯员|主编|编辑|作者"
)
"""What somebody is by office or by trade. One pattern, to be put in brackets."""
POSTS = f"{OFFICES}|劳模|工匠|代表|选手|职工|作家|冠军|人选|员"
"""With what is said of many at once: who is one of them is told by other words than that."""
