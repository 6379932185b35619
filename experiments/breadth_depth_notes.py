"""How breadth, depth and what is said of them are computed, in English and German."""

from collections.abc import Sequence

from experiments.estimates import FEWEST_RUNS
from experiments.statistics import RESAMPLES
from sim.chronicle import Words

NOTES: Sequence[Words] = (
    Words(
        "Of every run the focal alliance counts. Its size is set: it asks until it has as many as "
        "are aimed at, and organisations join and stay whenever they gain, whatever the hours. "
        "Members may still leave over values, objections and red lines, so fewer agree on the "
        "platform than were aimed at. Where joining is free, the founder aims at the size alone.",
        "Von jedem Lauf zählt die fokale Allianz. Ihre Größe ist gesetzt: Sie fragt, bis sie so "
        "viele hat, wie angestrebt sind, und Organisationen treten bei und bleiben, wann immer sie "
        "gewinnen, gleich wie viele Stunden es kostet. Über Werte, Einwände und rote Linien können "
        "Mitglieder gehen, die Plattform vereinbaren also weniger, als angestrebt waren. Wo der "
        "Beitritt frei ist, strebt die Gründerin die Größe nur an.",
    ),
    Words(
        "Depth is of the platforms that exist; beside it stand the share that reaches one and the "
        "depth of all started, 0 without a platform. An item counts as agreed whoever signs it: "
        "with differentiated commitment depth says what the platform holds, not what every member "
        "has signed. Value to members counts what each gains and is told beside it.",
        "Tiefe gilt für Plattformen, die es gibt; daneben stehen der Anteil mit Plattform und die "
        "Tiefe aller begonnenen, 0 ohne Plattform. Ein Punkt gilt als vereinbart, wer immer ihn "
        "unterschreibt: Bei abgestufter Verpflichtung sagt die Tiefe, was in der Plattform steht, "
        "nicht, was jedes Mitglied unterschrieben hat. Der Wert für Mitglieder zählt, was jedes "
        "gewinnt, und steht daneben.",
    ),
    Words(
        "In a core with circle only the core negotiates: further members join the circle, and "
        "depth says what the core has agreed. So value to members is told beside it.",
        "In Kern und Kreis verhandelt nur der Kern: Weitere Mitglieder kommen in den Kreis, und "
        "die Tiefe sagt, was der Kern vereinbart hat. Darum steht der Wert für Mitglieder daneben.",
    ),
    Words(
        "Change for a further member: the line by least squares through the mean members and the "
        "mean depth of all sizes; locally, from one size to the next. Depth falls, or rises, if "
        "the 95 % interval lies below, or above, 0. Change for one organisation more that is aimed "
        "at, whether it stays or not, stands in breadth_depth_answers.csv.",
        "Änderung je weiterem Mitglied: die Gerade nach kleinsten Quadraten durch mittlere "
        "Mitglieder und mittlere Tiefe aller Größen; örtlich von einer Größe zur nächsten. Die "
        "Tiefe sinkt oder steigt, wenn das 95-%-Intervall unter oder über 0 liegt. Die Änderung je "
        "weiterer angestrebter Organisation, ob sie bleibt oder nicht, steht in "
        "breadth_depth_answers.csv.",
    ),
    Words(
        "Conditions are compared by the change with each doubling of members, the line through "
        "log2 of the mean members: under another condition more stay, or fewer, and curves bend, "
        "so "
        "that changes per member over other ranges cannot be compared. The trade-off becomes "
        "weaker, or stronger, if the measure falls in the reference and the difference, paired by "
        "seed, lies above, or below, 0. It disappears only if, too, no fall can be told under the "
        "other condition and the lower limit of its change lies above half of the change in the "
        "reference; it is perhaps gone if only the former holds, and turns round if the measure "
        "rises. It arises where the reference has none.",
        "Bedingungen werden nach der Änderung mit jeder Verdopplung der Mitglieder verglichen, der "
        "Geraden über log2 der mittleren Mitglieder: Unter einer anderen Bedingung bleiben mehr "
        "oder weniger, und die Kurven sind gebogen, Änderungen je Mitglied über andere Bereiche "
        "sind also nicht vergleichbar. Der Zielkonflikt wird schwächer oder stärker, wenn die "
        "Größe in der Vergleichsverbindung sinkt und der nach Startwert gepaarte Unterschied über "
        "oder unter 0 liegt. Er verschwindet nur, wenn zudem unter der anderen Bedingung kein "
        "Sinken zu erkennen ist und die untere Grenze ihrer Änderung über der Hälfte derjenigen "
        "der Vergleichsverbindung liegt; er ist vielleicht fort, wenn nur das Erste gilt, und "
        "kehrt sich um, wenn die Größe steigt. Er entsteht, wo die Vergleichsverbindung keinen "
        "hat.",
    ),
    Words(
        "A trade-off bends if it is weaker than in the reference, no slope can be told over all "
        "sizes, and there is a size up to which the measure falls and from which on it rises; "
        "these limits hold for all sizes at once. It is left at small sizes only if it falls "
        "so up to a size and no change can be told from there on. Other verdicts are over all "
        "sizes; changes from one size to the next stand in a table. It rises instead if the "
        "measure rises, more than in a reference in which it "
        "does not. A difference is marginal if its own interval lies on one side of 0, but not the "
        "one that holds for all conditions that differ from the reference in one respect (largest "
        "of all t).",
        "Ein Zielkonflikt biegt sich, wenn er schwächer ist als in der Vergleichsverbindung, über "
        "alle Größen keine Steigung zu erkennen ist und es eine Größe gibt, bis zu der das Maß "
        "sinkt und von der an es steigt; diese Grenzen gelten für alle Größen zugleich. Er bleibt "
        "nur bei kleinen Größen, wenn das Maß so bis zu einer Größe sinkt und von da an keine "
        "Änderung zu erkennen ist. Andere Urteile gelten über alle Größen; Änderungen von einer "
        "Größe zur nächsten stehen in einer Tabelle. Es steigt stattdessen, wenn "
        "das Maß steigt, mehr als in einer Vergleichsverbindung, in der es das nicht tut. Ein "
        "Unterschied ist grenzwertig, wenn sein eigenes Intervall auf einer Seite von 0 liegt, "
        "nicht aber das, das für alle Bedingungen gilt, die sich von der Vergleichsverbindung in "
        "einem Punkt unterscheiden (größtes aller t).",
    ),
    Words(
        "The verdict is told of depth and of value to members, each for itself. Only if both "
        "disappear, "
        "or turn round, it is as Gilligan (2004) predicts. A platform can hold more while its "
        "members gain no more, since depth counts an item whoever signs it.",
        "Das Urteil wird für die Tiefe und für den Wert für Mitglieder je für sich gesagt. Nur "
        "wenn der Zielkonflikt bei beiden verschwindet oder sich umkehrt, ist es so, wie Gilligan "
        "(2004) vorhersagt. In "
        "einer Plattform kann mehr stehen, ohne dass ihre Mitglieder mehr gewinnen, denn die Tiefe "
        "zählt einen Punkt, wer immer ihn unterschreibt.",
    ),
    Words(
        "Best sizes: the top of the curve of a mean, smoothed as in `experiment=group_size`. As "
        "good is a size that cannot be told from it; ruled out one that another leads by more than "
        "chance explains.",
        "Beste Größen: der höchste Punkt der Kurve eines Mittels, geglättet wie in "
        "`experiment=group_size`. Ebenso gut ist eine Größe, die davon nicht zu unterscheiden ist, "
        "ausgeschlossen eine, vor der eine andere weiter liegt, als Zufall erklärt.",
    ),
    Words(
        "Efficient: no other size, governance or selection is as broad and deeper, or as deep and "
        f"broader, by medians over at least {FEWEST_RUNS} platforms. In how many resamples that is "
        "so is no probability of being efficient: it says how much hangs on the runs drawn.",
        "Effizient: Keine andere Größe, Lenkung oder Partnerwahl ist gleich breit und tiefer oder "
        f"gleich tief und breiter, nach Medianen über mindestens {FEWEST_RUNS} Plattformen. In wie "
        "vielen Ziehungen das gilt, ist keine Wahrscheinlichkeit, effizient zu sein: Es sagt, wie "
        "viel an den gezogenen Läufen hängt.",
    ),
    Words(
        "Sectors: the founder asks in its own and in others that are drawn. A run counts only if "
        "these hold as many organisations as are aimed at. A size is shown if at least half of the "
        "runs can fill it, and then only the runs that fill all sizes shown count, so that every "
        "size has the same founders; number and variety apart use every pair of runs with the same "
        "seed.",
        "Sektoren: Die Gründerin fragt im eigenen und in weiteren, die gezogen werden. Ein Lauf "
        "zählt nur, wenn sie so viele Organisationen haben, wie angestrebt sind. Eine Größe wird "
        "gezeigt, wenn mindestens die Hälfte der Läufe sie füllen kann, und dann zählen nur die "
        "Läufe, die alle gezeigten Größen füllen, damit jede Größe dieselben Gründerinnen hat; "
        "Zahl und Verschiedenheit "
        "getrennt nutzen jedes Paar von Läufen mit gleichem Startwert.",
    ),
    Words(
        "The way of selecting partners holds for every founder in the world. Success: share that "
        "reached its goal by the horizon; the best size as in `experiment=group_size`.",
        "Die Art, Partner zu wählen, gilt für jede Gründerin der Welt. Erfolg: Anteil, der sein "
        "Ziel bis zum Horizont erreichte; die beste Größe wie in `experiment=group_size`.",
    ),
    Words(
        f"Intervals are 95 %: Wilson's for shares of runs, otherwise from {RESAMPLES} resamples of "
        "whole replications, with the same draws everywhere. Where nothing else is said, each "
        "interval stands for itself: of a hundred comparisons without any difference about five "
        "would seem to show one.",
        f"Intervalle sind 95 %: nach Wilson für Anteile an Läufen, sonst aus {RESAMPLES} Ziehungen "
        "ganzer Wiederholungen, überall dieselben. Wo nichts anderes steht, gilt jedes Intervall "
        "für sich: Von hundert "
        "Vergleichen ohne Unterschied schienen etwa fünf einen zu zeigen.",
    ),
)
