"""Names as people have them in different countries, put together at random: nobody who is called so is meant."""

from random import Random
from typing import NamedTuple


class Culture(NamedTuple):
    """Where somebody is from: how they are called, when they are awake, what they write beside English."""

    key: str
    share: float
    zones: tuple[int, ...]
    """Minutes east of UTC."""
    language: str | None
    given: str
    """Words to choose from; of those on either side of a `+` one each is put together. After a `:` it stands in its own
    script; with an `&` two are taken, as where one has both parents' names."""
    family: str
    quiet: str = ""
    """The name of its holidays in `rhythm.QUIET`."""


CULTURES = (
    Culture(
        "america", 0.25, (-480, -480, -420, -360, -300, -300), None,
        "Megan Tyler Brooke Dustin Hailey Marcus Alicia Derek Naomi Caleb Tessa Jordan Leah Preston Kayla Devin Monica"
        " Wesley Joanna Brandon Paige Elliot Candace Trevor Sabrina Grant Audrey Malik Renee Spencer",
        "Ash Hart Thorn Whit Brad Fair Lang Hol Mill Stan Wins Red Kings Har Cald Ell Ox Ruther Ful Gran Brent Ches"
        " Dray Farn Hather + worth well ton lock ford ley den wood ridge man field dale more brook combe",
        "winter",
    ),
    Culture(
        "britain", 0.10, (0,), None,
        "Imogen Rhys Fiona Callum Harriet Gareth Poppy Alistair Bethan Rory Philippa Hamish Nicola Duncan Georgina"
        " Ewan",
        "Pember Ains Thorn Wether Fen Kin Tre Hol Dun Hargr Birt Llew Mac Cotter Stan Car + ley wick by ross loar lis"
        " more eave well ston hope din wistle bury",
        "winter",
    ),
    Culture(
        "germany", 0.13, (60,), "de",
        "Annika Jürgen Lukas Britta Thorsten Svenja Matthias Kerstin Florian Heike Sebastian Anja Björn Silke Tobias"
        " Katrin Jannik Frauke",
        "Stein Falken Linden Rauten Vogel Kamp Oster Wie Breit Hohen Schön Grün Birken Eichen Mühl Rosen Sand"
        " + bach berg mann sang feld hagen stein brink kamp rode hoff meier",
        "winter",
    ),
    Culture(
        "france", 0.06, (60,), None,
        "Camille Théo Élodie Baptiste Margaux Quentin Aurélie Florent Solène Mathis Clémence Loïc",
        "Dela Beau March Le Gar Rousse Charp Vass Boul Perr Gaill Mont Chante Vill + court mont and fort nier lot"
        " entier eur anger ault ard clair loup eneuve",
        "winter",
    ),
    Culture(
        "spain", 0.05, (60,), "es",
        "Lucía Álvaro Marta Rubén Inés Gonzalo Nuria Sergio Pilar Adrián Carmen Iván",
        "Navarro Ibáñez Carrasco Montero Peña Quintana Zabala Rovira Esteban Vidal Cuesta Olmedo &",
        "winter",
    ),
    Culture(
        "mexico", 0.05, (-360, -300, -180), "es",
        "Ximena Rodrigo Valeria Emiliano Paola Joaquín Daniela Mauricio Fernanda Ignacio",
        "Saldívar Ocampo Cisneros Villalobos Arriaga Pacheco Rentería Becerra Zamudio Córdova &",
        "winter",
    ),
    Culture(
        "brazil", 0.09, (-180, -180, -240), "pt",
        "Thaís Rafael Juliana Vinícius Larissa Gustavo Bruna Leandro Camila Thiago Letícia Murilo Renata João",
        "Carvalho Nogueira Teixeira Figueiredo Brandão Magalhães Peixoto Siqueira Azevedo Barbosa Guimarães Moura"
        " Vilela Assunção &",
        "winter",
    ),
    Culture(
        "india", 0.10, (330,), None,
        "Ananya Rohan Priyanka Karthik Meera Siddharth Divya Nikhil Shreya Aditya Lakshmi Varun Pooja Harish Ishaan"
        " Gayatri",
        "Desh Kul Mukh Chat Rath Venkat Rama Krishna Subra Agni Vija Chakra Gopa Nara Bhatta Jaya"
        " + pande karni erjee terjee ore esan nathan swamy manian hotri yan varty lan yanan charya raman",
        "diwali",
    ),
    Culture(
        "japan", 0.05, (540,), "ja",
        "Haruka:遥 Kenta:健太 Misaki:美咲 Takumi:拓海 Ayaka:彩香 Daichi:大地 Yui:結衣 Shota:翔太 Nanami:七海 Ryo:涼",
        "Yama:山 Naka:中 Fuji:藤 Matsu:松 Ishi:石 Kuro:黒 Ki:木 Taka:高 Mura:村 Ara:荒 Kita:北 Nishi:西"
        " + moto:本 da:田 mura:村 kawa:川 yama:山 no:野 hara:原 shima:島 saki:崎 mori:森",
        "golden",
    ),
    Culture(
        "china", 0.05, (480,), "zh",
        "Xiao:晓 Jing:静 Hao:浩 Yu:宇 Meng:梦 Zi:子 Wei:伟 Lan:兰 Jun:俊 Si:思"
        " + ming:明 yi:怡 ran:然 xuan:轩 qi:琪 han:涵 jie:杰 fen:芬 hao:豪 rui:蕊",
        "Zhang:张 Chen:陈 Huang:黄 Zhou:周 Xu:徐 Sun:孙 Ma:马 Guo:郭 Luo:罗 Tang:唐 Deng:邓 Song:宋",
        "spring",
    ),
    Culture(
        "north", 0.04, (60, 120), None,
        "Ingrid Sindre Freja Oskar Liv Mikkel Saga Eero Astrid Henrik",
        "Lind Hau Berg Ny Ek Sand Norr Öst Sjö Ros Dal Gran + qvist gland ström gaard vall berg lund by holm mark",
        "winter",
    ),
    Culture(
        "poland", 0.04, (60,), None,
        "Zuzanna Bartosz Agnieszka Krzysztof Magdalena Łukasz Katarzyna Szymon Weronika Mateusz",
        "Kowal Zieliń Jawor Pawl Sikor Baran Michal Wróbl Górecz Lipiń Nowicz Sadow + czyk owicz ak iak ewicz ik",
        "winter",
    ),
    Culture(
        "nigeria", 0.03, (60,), None,
        "Chiamaka Tunde Ngozi Emeka Folake Obinna Adaeze Segun Ifeoma Kelechi",
        "Okon Ade Balo Nwa Ola Afo Onye Ogun Eze Uche + kwo yemi gun chukwu wale labi kachi leye ani nna",
        "winter",
    ),
)  # fmt: skip


class Name(NamedTuple):
    given: str
    family: str
    native: str | None = None
    """In its own script, the family name first."""

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


def name_from(chance: Random, culture: Culture) -> Name:
    given, own_given = _one(chance, culture.given)
    family, own_family = _one(chance, culture.family)
    return Name(given, family, own_family + own_given or None)


def _one(chance: Random, words: str) -> tuple[str, str]:
    """In Latin letters and, if it is there, in its own script."""
    if words.endswith(" &"):
        return " ".join(chance.sample(words[:-2].split(), 2)), ""
    parts = [chance.choice(side.split()).partition(":") for side in words.split(" + ")]
    return "".join(part[0] for part in parts), "".join(part[2] for part in parts)


_ADJECTIVES = """salty quiet lazy brisk tidal mossy rusty amber nimble frosty dusty hollow lunar copper velvet feral
 crimson drowsy electric gentle humble idle jolly keen lucid mellow noisy orbital patient quirky rapid silent tiny
 urban vivid wandering zesty analog binary cosmic"""
_NOUNS = """otter kelp gull badger ferret lantern pebble walrus heron biscuit anchor raccoon teapot comet pickle moth
 gecko turnip falcon kettle lichen marmot noodle osprey parsnip quokka radish sparrow tapir urchin vole wombat yak
 acorn beacon cactus dingo ember fjord glacier"""
_SYLLABLES = "zo ri vex ka lum tor ny shi qua bel dra fen mik ul ar os ex ta rin go pel su wyn"


def nickname(chance: Random) -> str:
    """What somebody calls themselves who does not go by their name."""
    if chance.random() < 0.45:
        made = "".join(chance.choice(_SYLLABLES.split()) for _ in range(chance.choice((2, 3, 3))))
        return made + chance.choice(("", "", "", str(chance.randrange(7, 99))))
    nick = f"{chance.choice(_ADJECTIVES.split())}{chance.choice(('', '_', '-'))}{chance.choice(_NOUNS.split())}"
    return nick + chance.choice(("", "", str(chance.randrange(7, 99))))
