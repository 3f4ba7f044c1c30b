"""The commonest names of some countries, as `names.py` writes them: in Latin letters, transliterated ones too.

Chosen by us from what each country counts as its commonest.
"""

from typing import NamedTuple


class Commonest(NamedTuple):
    given: frozenset[str]
    family: frozenset[str]


_CHINA = (
    """
wei fang min jing li qiang lei jun yang yong yan jie tao ming chao na xia ping gang hong bin peng hao bo hui ying
xin yu lin xiaoming xiaohong xiaoyan xiaoli xiuying guiying zhiqiang jianguo jianhua haiyan tingting
""",
    """
wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han
""",
)
_KOREA = (
    """
minsu minjun minho minji jihun jihoon jihye jimin jiwon jiyoung jiyeong seojun seoyeon hyunwoo hyeonu sungho seongho
youngsu yeongsu youngho sumin sujin eunji yuna junho jaehyun jaehyeon donghyun donghyeon
""",
    """
kim gim lee i yi park bak pak choi choe jung jeong kang gang cho jo yoon yun jang lim im han oh o seo shin sin kwon
gwon hwang song ahn an hong
""",
)
_VIETNAM = (
    """
hung anh minh tuan dung huy hai nam linh long son thanh hoang duc quang phuong lan thao hoa huong trang hieu khanh
phong thang tung viet hanh thuy mai nga
""",
    """
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly
""",
)
_JAPAN = (
    """
hiroshi takashi kenji akira takeshi satoshi makoto kazuya daisuke kenta yuki yuta shota haruto sakura yoko keiko
akiko tomoko naoki hiroki kenichi shinji
""",
    """
sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto
inoue kimura hayashi shimizu saito mori
""",
)
_SPAIN = (
    """
maria jose juan antonio carlos luis manuel francisco david javier jesus pedro miguel ana carmen laura marta jorge
fernando daniel pablo alejandro rafael joao paulo andre lucas marcos diego sergio
""",
    """
garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez martin jimenez ruiz hernandez diaz moreno
alvarez romero torres ramirez silva santos oliveira souza sousa pereira ferreira costa lima
""",
)
"""And who else speaks Spanish or Portuguese."""
_ARABIC = (
    """
mohamed mohammed muhammad mohammad ahmed ahmad ali mahmoud mahmud hassan hasan hussein hussain ibrahim omar mustafa
mostafa youssef yusuf khaled khalid abdullah fatima aisha mariam amr tarek mhmd hmd ly mhmwd hsn hsyn brhym mr mstfa
""",
    """
mohamed mohammed muhammad mohammad ahmed ahmad ali mahmoud hassan hasan hussein hussain ibrahim omar mustafa mostafa
khan abdullah saleh said salem osman mhmd hmd ly mhmwd hsn hsyn brhym
""",
)
"""Names are chains of given names there; those without vowels are as their letters are transliterated."""
_INDIA = (
    """
rahul amit raj ravi sanjay vijay ajay anil sunil suresh ramesh rajesh priya pooja neha deepak sandeep manoj rohit
ankit abhishek arun ashish vikas
""",
    """
kumar singh sharma patel gupta das yadav reddy jain verma mishra agarwal rao nair shah mehta
""",
)
_RUSSIA = (
    """
aleksandr alexander aleksey alexey sergey sergei dmitry dmitriy andrey andrei ivan mikhail maksim maxim nikolay
vladimir yevgeny evgeny anna elena olga natalya maria
""",
    """
ivanov ivanova smirnov smirnova kuznetsov kuznetsova popov popova petrov petrova sokolov volkov novikov morozov
vasilev pavlov
""",
)
COUNTRIES = [
    Commonest(frozenset(given.split()), frozenset(family.split()))
    for given, family in (_CHINA, _KOREA, _VIETNAM, _JAPAN, _SPAIN, _ARABIC, _INDIA, _RUSSIA)
]
