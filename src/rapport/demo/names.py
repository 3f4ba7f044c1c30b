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
    family: str
    quiet: str = ""
    """The name of its holidays in `rhythm.QUIET`."""


CULTURES = (
    Culture(
        "america", 0.25, (-480, -480, -420, -360, -300, -300), None,
        "Megan Tyler Brooke Dustin Hailey Marcus Alicia Derek Naomi Caleb Tessa Jordan Leah Preston Kayla Devin Monica"
        " Wesley Joanna Brandon Paige Elliot Candace Trevor Sabrina Grant Audrey Malik Renee Spencer",
        "Whitlock Harmon Delgado Prescott Keane Ballard Osgood Fairley Mercer Tuttle Landry Bishop Rourke Hensley Vance"
        " Calloway Drummond Ashby Pruitt Lockhart Beckett Garrison Holloway Sutter Winslow Carver Easton Maddox Thorne"
        " Quimby",
        "winter",
    ),
    Culture(
        "britain", 0.10, (0,), None,
        "Imogen Rhys Fiona Callum Harriet Gareth Poppy Alistair Bethan Rory Philippa Hamish Nicola Duncan",
        "Pemberton Ainsley Thornbury Macrae Llewellyn Hargrave Cotterill Fenwick Wetherby Ogilvie Stanhope Birtwistle"
        " Kinross Treloar Hollis Dunmore",
        "winter",
    ),
    Culture(
        "germany", 0.13, (60,), "de",
        "Annika Jürgen Lukas Britta Thorsten Svenja Matthias Kerstin Florian Heike Sebastian Anja Björn Silke Tobias"
        " Katrin Jannik Frauke",
        "Müllerschön Brandt Köhler Steinmetz Falkenberg Hübner Lindemann Schäfer Rautenberg Vogelsang Weißhaupt Dreyer"
        " Kampmann Ostermann Jäger Petersen Wiegand Zöllner",
        "winter",
    ),
    Culture(
        "france", 0.06, (60,), None,
        "Camille Théo Élodie Baptiste Margaux Quentin Aurélie Florent Solène Mathis Clémence Loïc",
        "Delacourt Marchand Beaumont Lefort Garnier Rousselot Charpentier Vasseur Boulanger Morin Perrault Gaillard",
        "winter",
    ),
    Culture(
        "spain", 0.05, (60,), "es",
        "Lucía Álvaro Marta Rubén Inés Gonzalo Nuria Sergio Pilar Adrián Carmen Iván",
        "Navarro Ibáñez Carrasco Montero Peña Quintana Zabala Rovira Esteban Vidal Cuesta Olmedo",
        "winter",
    ),
    Culture(
        "mexico", 0.05, (-360, -300, -180), "es",
        "Ximena Rodrigo Valeria Emiliano Paola Joaquín Daniela Mauricio Fernanda Ignacio",
        "Saldívar Ocampo Cisneros Villalobos Arriaga Pacheco Rentería Becerra Zamudio Córdova",
        "winter",
    ),
    Culture(
        "brazil", 0.09, (-180, -180, -240), "pt",
        "Thaís Rafael Juliana Vinícius Larissa Gustavo Bruna Leandro Camila Thiago Letícia Murilo Renata João",
        "Carvalho Nogueira Teixeira Figueiredo Brandão Magalhães Peixoto Siqueira Azevedo Barbosa Guimarães Moura"
        " Vilela Assunção",
        "winter",
    ),
    Culture(
        "india", 0.10, (330,), None,
        "Ananya Rohan Priyanka Karthik Meera Siddharth Divya Nikhil Shreya Aditya Lakshmi Varun Pooja Harish Ishaan"
        " Gayatri",
        "Deshpande Iyengar Chaudhary Banerjee Kulkarni Menon Rathore Bhatt Venkatesan Sharma Mukherjee Pillai Shetty"
        " Agarwal Nair Joshi",
        "diwali",
    ),
    Culture(
        "japan", 0.05, (540,), "ja",
        "Haruka:遥 Kenta:健太 Misaki:美咲 Takumi:拓海 Ayaka:彩香 Daichi:大地 Yui:結衣 Shota:翔太 Nanami:七海 Ryo:涼",
        "Yamamoto:山本 Kobayashi:小林 Nakajima:中島 Fujita:藤田 Ogawa:小川 Hayashi:林 Matsuda:松田 Ishikawa:石川"
        " Kuroda:黒田 Sakai:酒井",
        "golden",
    ),
    Culture(
        "china", 0.05, (480,), "zh",
        "Xiaoming:晓明 Jingyi:静怡 Haoran:浩然 Yuxuan:宇轩 Mengqi:梦琪 Zihan:子涵 Weijie:伟杰 Lanfen:兰芬"
        " Junhao:俊豪 Siyu:思雨",
        "Zhang:张 Chen:陈 Huang:黄 Zhou:周 Xu:徐 Sun:孙 Ma:马 Guo:郭 Luo:罗 Tang:唐",
        "spring",
    ),
    Culture(
        "north", 0.04, (60, 120), None,
        "Ingrid Sindre Freja Oskar Liv Mikkel Saga Eero Astrid Henrik",
        "Lindqvist Haugland Sørensen Virtanen Bergström Dahl Nygaard Koskinen Ekström Mørk",
        "winter",
    ),
    Culture(
        "poland", 0.04, (60,), None,
        "Zuzanna Bartosz Agnieszka Krzysztof Magdalena Łukasz Katarzyna Szymon Weronika Mateusz",
        "Wiśniewska Kowalczyk Zieliński Jaworski Pawlak Sikora Baranowski Michalak Górski Wróbel",
        "winter",
    ),
    Culture(
        "nigeria", 0.03, (60,), None,
        "Chiamaka Tunde Ngozi Emeka Folake Obinna Adaeze Segun Ifeoma Kelechi",
        "Okonkwo Adeyemi Balogun Nwachukwu Olawale Eze Afolabi Onyekachi Ogunleye Uche",
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
    given, _, own_given = chance.choice(culture.given.split()).partition(":")
    family, _, own_family = chance.choice(culture.family.split()).partition(":")
    return Name(given, family, own_family + own_given or None)


_ADJECTIVES = "salty quiet lazy brisk tidal mossy rusty amber nimble frosty dusty hollow lunar copper velvet feral"
_NOUNS = "otter kelp gull badger ferret lantern pebble walrus heron biscuit anchor raccoon teapot comet pickle moth"


def nickname(chance: Random) -> str:
    """What somebody calls themselves who does not go by their name."""
    return f"{chance.choice(_ADJECTIVES.split())}{chance.choice(('', '_', '-'))}{chance.choice(_NOUNS.split())}"
