"""What the seeds of all kinds say: invented instruments with everything that a structurer must tell apart."""

from __future__ import annotations

VILLAGES = """CONVENTION ON THE GRANARIES OF THE VILLAGES
The villages that are parties to this convention,
Recalling the rules of the old mill,
Have agreed as follows:
Chapter I General provisions
Article 1 Use of terms
For the purposes of this convention:
(a) "granary" means a house in which grain is kept;
(b) "keeper" means whoever keeps [the key] [any key] of:
(i) a granary; or
(ii) a mill.
Article 2 Storage
1. Each village shall store grain under article 1 (b).
2. No miller shall refuse:
(a) grain that is dry; and
(b) grain that is sold under Part II,
unless the keeper agrees.
3. [Option 1: The keeper shall report annually.] [Option 2: The keeper may report.]
Article 2 bis Water
Water is shared as paragraphs 1 and 2 (a) provide. 12
Annex I
Article 1 Weights
1. A sack weighs 20 stones.
Done at the old mill on 3 May 1921."""
FEW_LANGUAGES = """第一章 总则
第一条 每个村庄应储存粮食。
（一）磨坊；
（二）水井。
المادة 1
1 - على كل قرية أن تخزن الحبوب.
(أ) المطحنة؛
Статья 2
1. Каждая деревня хранит зерно:
a) мельница;
Artículo 3 bis
1. Cada aldea guardará grano.
Titre premier
Article premier
Chaque village garde le grain."""
RESOLUTION = """RESOLUTION 7 OF THE COUNCIL OF MILLS
The council,
Considering the price of grain,
1. Decides to open the mill;
2. Requests the keeper:
1.1 to count the sacks,
1.2 to report.
Page 3 of 9
ANNEX
MODEL RULES
Rule 1
I. The mill opens at dawn.
II. It closes at dusk.*
* Except on feast days."""
DRAFT = """DRAFT PROTOCOL ON WELLS
(as of 3 May 1921)
Preamble
[The Parties to this Protocol,]
[[Recalling] [Reaffirming] the convention of the villages,
1. Noting that wells run dry,]
CHAPTER II
[Article 5
Measures]
5.1 [Each Party [shall] [should] [may] dig a well[, as appropriate].]
[5.1 alt. No Party shall dig.]
5.2 A Party:
(a) [shall keep its well clean;]
[(b) shall count its buckets; and]
(c) (i) may lend a rope1,
(ii) may lend a bucket [2].
[Option A
6. Buckets are free.]
[Option B
6. Buckets are sold.]
- 2 -
Article 6 [Placeholder]
[…]
Article [X] Final clauses
7. This Protocol enters into force on the [thirtieth] day.
_______________
1 A rope of hemp.
2 Pending the work of the contact group.
Page 2 of 3
Appendix II bis
List of wells ........ 7
A. North
B. South"""
