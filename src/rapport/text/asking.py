"""By which words one sees that somebody asks, and how much each says for it or against it.

The phrases are written down by hand. The weights are learnt from the messages of `tests/bench/questions.csv` whose part
is not `test`; `python -m tests.bench.questions --learn` prints them.
"""

PHRASES = {
    "how": """how to|how do|how does|how can|how could|how should|how would|how is|how are|how did
        |how will|how come|how much|how many|how long|what is|what's|what are|what does|what do|what should
        |what could|what would|what am|what can|what kind|what if|why is|why are|why does|why do|why did
        |why can't|why doesn't|why don't|why not|why would|why should|which is|which one|which way|where is
        |where are|where can|where do|where should|when will|when can|when is|wie kann|wie mache|wie bekomme
        |wie geht|wie lässt|warum|wieso|weshalb|woher|welche|welcher|welches|comment faire|comment puis
        |comment peut|pourquoi|quel est|quelle est|quels sont|est-ce que|cómo|por qué|porque no|cuál es|dónde
        |como faço|como posso|por que|qual é|onde|как|почему|зачем|где|какой|можно ли|come posso|perché|qual è
        |hoe kan|waarom|jak|dlaczego|nasıl|neden""",
    "is it": """is there|is it|are there|is this|is that|are these|is anyone|is anybody|am i|do i|do we
        |should i|should we|can i|can we|could i|could we|can this|can it|does it|does this|does that|will it
        |will this|will there|would it|has it|may i|shall i|have i|did i|gibt es|kann man|ist es möglich|y a-t-il
        |est-il possible|puis-je|hay alguna|es posible|se puede|existe alguma|é possível|есть ли|можно|c'è un""",
    "best way": """best way|proper way|correct way|right way|better way|easiest way|easy way|a way|any way
        |some way|way to go|preferred way|recommended way|possible to|be possible|workaround|alternative""",
    "anyone": """anyone|anybody|any one|any body|any guy|does someone|can someone|could someone|if someone
        |someone can|someone could|someone knows|somebody|jemand|quelqu'un|alguien|alguém|кто-нибудь|кто-то
        |qualcuno|iemand|ktoś""",
    "help": """any help|some help|little help|your help|need help|help me|please help|help would|help is
        |help with|help appreciated|help us|appreciate|appreciated|any advice|any advise|any hint|any hints
        |any suggestion|any suggestions|any idea|any ideas|any thoughts|any tips|any pointers|any feedback
        |any guidance|any recommendations|any clue|any example|your thoughts|any opinions|any cons|any insight
        |any insights|some advice|some guidance|some pointers|point me|advice|guidance|enlighten|please explain
        |explain|let me know if i|i need to know|hints|pointers|ideas on|ideas about|suggestions|suggest
        |looking for help|looking for|seeking|help wanted|volunteer|volunteers|comments welcome|please comment
        |comments would|feedback would|thoughts on|your comments|good feedback|hilfe|bitte um|à l'aide|aidez
        |ayuda|ajuda|помогите|подскажите|помощь|aiuto|pomocy|yardım""",
    "thanks in advance": """thanks in advance|thank you in advance|thanks for any|thanks for your time
        |thank you for your time|thanks for help|thanks for the help|thanks for your help|thank you for any
        |thanks for advice|in advance|danke im voraus|vielen dank im|merci d'avance|gracias de antemano
        |obrigado desde já|заранее спасибо|заранее благодарю|grazie in anticipo""",
    "wonder": """wondering|i wonder|wondered|curious|like to know|want to know|love to know
        |interested to know|tell me|my question|question is|a question|questions|one question|quick question
        |some questions|the question|just asking|i ask|to ask|asking|frage|question|pregunta|pergunta|вопрос
        |domanda""",
    "lost": """no idea|no clue|have no clue|not sure how|not sure what|not sure why|not sure if
        |not sure whether|not sure where|unsure|unclear|don't know|do not know|dont know|didn't know
        |don't understand|do not understand|can't understand|don't get|figure out|figure it|can't figure
        |at a loss|confused|confusing|can't find|cannot find|couldn't find|could not find|can't seem|cannot seem
        |don't see|do not see|haven't found|missing something|something wrong|doing wrong|i missing|wrong with
        |struggling|having trouble|have trouble|trouble|having problems|have problems|have a problem
        |having a problem|have problem|problem with|having difficulty|difficulties|hard time|a problem|an issue
        |having issues|some issues|encountered|facing|ran into|run into|ich weiß nicht|verstehe nicht
        |je ne sais pas|no sé|não sei|не знаю|не понимаю|non so""",
    "broken": """doesn't work|does not work|not working|isn't working|is not working|didn't work
        |did not work|don't work|do not work|dont work|doesn't seem|does not seem|no longer works|not work|won't
        |fails|failed|failing|failure|error|errors|crash|crashes|crashed|crashing|flicker|flickers|flickering
        |black|slow|slower|delayed|falling|ignored|incorrect|incorrectly|invisible|disappear|disappears|stops
        |stuck|refuses|rejected|denied|undefined|unexpected|conflict|note|notes|exception|segfault
        |segmentation fault|bug|weird|strange|wrong|unable to|i get|i got|i'm getting|i am getting|getting|can't
        |cannot|couldn't|nothing happens|issue|problem|broken|warning|funktioniert nicht|geht nicht|fehler
        |ne marche pas|ne fonctionne pas|erreur|no funciona|não funciona|erro|не работает|ошибка|non funziona
        |errore""",
    "trying": """i'm trying|i am trying|i try|i tried|i've tried|i have tried|trying to|i was trying
        |attempting to|i want|i would like|i'd like|i need|i am using|i'm using|i have a|i've been|i am new
        |i'm new|new to|newbie|beginner|my project|i am working|i'm working""",
    "wish": """would be nice|would be great|would be good|would be cool|would be useful|feature request
        |please add|i'd love|i suggest|suggestion|proposal|idea|should be|could be""",
    "news": """released|release|releases|announce|announcing|announcement|announced|now available
        |is available|are available|uploaded|published|new version|new release|updates|changelog|changes|commit
        |commits|merged|pushed|deadline|conference|adds|fixes|introduces|implemented|closes|veröffentlicht
        |neue version|publié|nouvelle version|nueva versión|publicado|lançado|вышла|выпущен|релиз|новая версия""",
    "share": """i made|i've made|we made|just finished|check out|enjoy|here is|here's|just published
        |feel free|happy to|pleased to|proud to|glad to|i created|i've created|i wrote|i've written
        |wanted to share|to share|i've added|i added|came across|just found|i found this|i found a
        |this could be useful|might be useful|screenshots|screenshot|demo|demos|video|videos|download|gameplay
        |preview|my game|open source|blog|article|tutorial|a little|i decided to|i started|i've started
        |contributions""",
    "not": """not|isn't|isnt|aren't|doesn't|doesnt|didn't|don't|dont|wasn't|weren't|hasn't|haven't
        |without success|no success|no luck|nothing|never|neither|nor|missing|none|nicht|kein|keine|pas
        |aucun|nunca|não|не|нет|non""",
    "hello": """hi|hello|hey|dear|hi all|hello all|greetings|good day|good morning|hallo|bonjour|salut
        |hola|olá|привет|здравствуйте|ciao""",
    "answer": """you can|you could|you should|you need|you have to|you may|you might|you must|you're
        |you are|try|hope this|hope that|yes|no|yeah|yep|i think|i believe|imo|imho|i guess|because|fixed|done
        |agree|agreed|good point|great|nice|cool|lol|glad|welcome|looks good|thanks for|thank you|thanks|sure|ok
        |okay|oh|well|indeed|sorry|ack|actually|exactly""",
    "you": """how about|what about|did you|have you|are you|do you|can you|could you|would you|will you
        |were you|what do you|what did you|could you please|can you please|would you mind|you mean|any chance
        |how do you|how did you|has anyone|have any""",
    "solved": "solved|solution|resolved|works now|it works|working now",
    "but": "but|however|unfortunately|although|still|instead|only|even|though",
    "i": "i|my|me|i'm|i've|we|our|us|je|ich|yo|eu|я|io",
}
"""Signs, and the phrases of one to three words, in lower case, by which each is known."""

WEIGHTS = {
    "?": 189,
    "title ?": 162,
    "? last": 159,
    "title broken": 155,
    "? you": 108,
    "? first": 107,
    "? starts asking": 105,
    "starts asking": 102,
    "trying": 101,
    "? i": 91,
    "but": 89,
    "you": 85,
    "? anyone": 74,
    "title solved": 72,
    "help": 72,
    "title starts asking": 71,
    "first hello": 66,
    "is it": 66,
    "hello": 65,
    "wonder": 63,
    "broken": 62,
    "? not": 59,
    "? best way": 58,
    "? share": 57,
    "title not": 57,
    "thanks in advance": 56,
    "? broken": 56,
    "title but": 51,
    "first i": 47,
    "? trying": 43,
    "? lost": 42,
    "not": 37,
    "first trying": 37,
    "reply": -33,
    "first share": -36,
    "title news": -37,
    "reply ? starts asking": -42,
    "reply ? first": -48,
    "share": -73,
    "? answer": -77,
    "wish": -90,
    "news": -101,
    "reply long": -107,
    "? long before end": -125,
    "always": -291,
}
"""Of a sign by itself: in a sentence that is no question. `first`: in the one that a message begins with. `title`: in
the title. `?`: in a question. A message asks if the sum is over 0. Whole numbers: their sum has no order."""

SMALL_TALK = frozenset(
    """how are you|how are you doing|how are you all|how's it going|what's up|how is everyone
        |any questions|any question|questions|got questions|have questions|have any questions
        |do you have any questions|if you have any questions|any comments|any other questions|any more questions
        |need help|interested|want to help|want to join|want to contribute|why not|who knows|what|huh|really|ok
        |okay|right|no|eh|isn't it|sound good|make sense|makes sense|deal|guess what|so what|what's new|why
        |what is new|wie geht's|wie geht es euch|wie geht es dir|noch fragen|fragen|ça va|des questions
        |comment ça va|qué tal|cómo estás|preguntas|как дела|есть вопросы""".replace("\n        ", "").split("|")
)
"""Questions to which nobody waits for an answer."""
GREETING = frozenset(
    """hi|hello|hey|dear|good|day|morning|evening|all|everyone|everybody|guys|folks|team|there|and|so|well|but|anyway
        |hallo|zusammen|bonjour|salut|tous|hola|todos|olá|ciao|привет|всем""".replace("\n        ", "").split("|")
)
"""What may stand before them."""

DENSE = (
    "[吗嗎呢]$|怎么|怎麼|怎样|如何|为什么|為什麼|为何|什么|哪里|请问|請問|求助|求教|能不能|是否|ですか|ますか|でしょうか|ませんか"
    "|のか$|どう|なぜ|どこ|教えて|까요|나요|습니까|은가요|어떻게|왜 |무엇|알려"
)
"""Finds a question in the languages that write without spaces, with its mark or without."""
