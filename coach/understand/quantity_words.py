"""The words around numbers that tell what they count."""

from __future__ import annotations

MINUTE = frozenset("minute minutes min mins minuets minuet".split())
HOUR = frozenset("hour hours hr hrs".split())
SECOND = frozenset("second seconds sec secs s".split())
# The odd ones are what recognisers make of them.
REP = frozenset(
    "rep reps repetition repetitions repeat repeats times goes x wraps raps rips reaps go".split()
)
SET = frozenset("set sets round rounds circuit circuits lots sects sits".split())
HOLD = frozenset("hold holds holding held stay staying keep".split())
# May stand between a number and its unit: "a quick ten little minutes".
KIND_OF = frozenset("short good big gentle slow full whole little quick long nice proper".split())
SESSION = frozenset("session routine workout stretch set march go plan".split())
THEM = frozenset("them these those each it em that this".split())
SIDES = frozenset("side leg way time each".split())
# A number before one of these is none of ours.
OTHER = frozenset(
    (
        "day days week weeks month months year years inch inches cm metres meters miles mile km am pm oclock "
        "percent stairs steps degrees people exercises exercise stretches tablets pills stone pounds kilos "
        "kids grandchildren doctors operations sessions mg feet hundred thousand th st nd rd leg legs knee "
        "knees foot side sides arm arms hip hips toe toes thing things weekly daily workouts routines one "
        "ones hand hands level levels notch notches question questions cushion pillow pillows lots bedroom "
        "flights doors houses lampposts fortnight discs vertebrae nights"
    ).split()
)
# Words that may stand between a name and its number: "hold it for about five".
BETWEEN = frozenset(
    (
        "to of at is are be for it a about around maybe just up down that them this time count say each with "
        "only equals should can from on by position one pose stretch there level was now the as like i "
        "number "
        "every if could roughly counts these those please lets tight"
    ).split()
)
PAIN_NAME = frozenset(
    (
        "pain hurt hurts hurting ache aches aching sore score scale rate rating discomfort painful soreness "
        "agony"
    ).split()
)
# A number after one of these replaces one told before it.
CORRECTING = frozenset("make say try instead now sorry mean actually rather want".split())
# ... and between two days or stretches of time, one of these says that the second was meant.
MEANT = frozenset("sorry mean actually rather".split())
# "Two more reps" changes the dose and names none.
MORE = frozenset("more extra another less fewer".split())
# A number in a text with one of these is a score.
HURTING = frozenset(
    (
        "pain pains hurt hurts hurting ache aches aching sore score scale rate rating discomfort painful "
        "soreness agony bad eased worst"
    ).split()
)
# ... and with one of these a number of repetitions.
DOSE = frozenset(
    (
        "do doing did make try give want set change increase drop reduce aim manage cut bump raise lower "
        "switch stick count limit them"
    ).split()
)
# These ask for a dose only with "to" before the number: "bring it down to four".
MOVED = frozenset("put bring knock take go".split())
# After "a" and a number these go on with something else, so the number stood alone: "a six when I stand".
NOT_NOUNS = frozenset(",  ,".split()) | {""}
# "My leg is six" is a score.
BODY = frozenset(
    "leg legs back backs hip hips knee knees foot calf thigh bum buttock neck it its thats that "
    "this pain".split()
)
# Words people wrap a bare pain number in; they tell nothing.
CHATTER = frozenset(
    (
        "a an about abt around round roughly maybe perhaps probably its it is id im say i would call think "
        "guess suppose oh well um erm uh hmm er aye like just only at now right today so or and to between "
        "somewhere in the region of my that thats was still give gave put more less than no not over under "
        "bit ish nearly almost good solid up down gone went from had been this morning currently moment very "
        "let me low high top feels feel feeling on be honest got please coach yes yeah ok okay hovering "
        "sitting sits sat stuck easily quite mostly usually same as before then with must have go going for "
        "back better worse earlier out all none reckon near we are even there here by some sort kind sorry "
        "wait mean actually hello love dear definitely might could can cant complain much day yesterday you "
        "know when move sit stand walk dont dropped rose risen crept shot jumped come came reading maximum "
        "really number level leg legs hip knee after exercise exercises session foot compared us ten"
    ).split()
)

# After one of these "one" is a number; elsewhere it points ("that one").
BEFORE_ONE = frozenset(
    "moment now today a about its say maybe level at is around only number perhaps or to call it".split()
)
