"""Words that name no topic, of the languages that developers' communities mostly write in. Pure.

What is common in most of a community's texts is found by counting; this is for the topics of those who write in another
language than the others.
"""

from functools import cache

_WORDS = """
    aber alle als also auch auf aus bei bin bis bitte das dass dem den der des die doch dort ein eine einem einen einer
    es etwas für gibt habe haben hallo hat hier ich ihr ist jetzt kann kein keine man mehr mein mit nach nicht noch nur
    oder schon sich sie sind über und uns von vor war was wenn wer werden wie wir wird zum zur
    alors au aux avec avez bien bonjour ce cela ces cette comme dans de des du elle en est et être fait il ils je la le
    les leur mais merci mes moi mon ne nous ou où par pas peut plus pour que qui sans se si son sont sur tout très un
    une votre vous
    al como con cual cuando de del desde donde el ella en entre era es esta este esto estoy están gracias ha hace hay
    hola la las lo los más me mi muy no nos otro para pero por porque que se ser si sin sobre son su sus también tengo
    tiene todo un una uno usar ya yo
    ao aos até com da das do dos ele ela em essa esse está estou eu foi isso já mais mas meu minha muito na não nas no
    nos obrigado olá ou pela pelo quando são sem seu sua tem tenho uma umas você vocês
    alla anche che ciao come con cosa dal dalla degli della delle di dove fare gli ho il io loro ma mio molto nel nella
    non per perché però più può qualche quando questa questo sono stato sul tutto una uno
    aan alle als bij dan dat de deze die dit door een en er gaat geen had heb hebben heeft het hoe hun iets ik is kan
    maar meer met mijn naar niet nog nu of om ook op over te tot uit van veel voor waar was wat we wel wordt zijn
    ale bardzo być czy dla gdy gdzie jak jako jest jestem już który którzy lub mam może nie oraz pod przez przy się są
    tak tego ten też tylko tym więc
    без был была были быть вам вас весь вот все всё где для его если есть ещё или как когда кто меня мне может можно на
    над надо нас не нет но нужно она они оно очень при привет спасибо так также там тоже только тут уже что чтобы это
    этого этот
"""
_SAID = """
    advance add added advice answer anybody anyone appreciated ask asked asking best better come could couldn create
    created creating different does doesn doing done don easy edit error example fine fix fixed following general get
    gets getting give given going good got great guys have haven having hello help hey hope hours idea instead issue
    issues just know like little long look looking looks lot made make makes making maybe mean mind minutes need needed
    needs new nice note old people place point post possible post probably problem problems question questions quite
    read really right run running said same say second see seem seems set should shouldn show simple simply solution
    solved sorry start started stuff sure take thank thanks thing things think thought thread time today topic tried try
    trying update updated use used useful user users uses using via want wanted wants way week well won wonder wondering
    work worked working works would wouldn write wrong year years yes yet isn didn wasn can cannot http https www com
    org version versions change changes changed discussion support file files code call called function project
"""
"""What people say of whatever they talk about."""


@cache
def stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset((*_WORDS.split(), *_SAID.split(), *ENGLISH_STOP_WORDS))
