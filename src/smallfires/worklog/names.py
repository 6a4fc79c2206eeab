"""What columns are called: the words that people and exports use for the parts of a work log, in six languages."""

from __future__ import annotations

import re
import unicodedata

ROLES = (
    "case",
    "activity",
    "end",
    "start",
    "resource",
    "unit",
    "type",
    "cost",
    "value",
    "lifecycle",
    "instance",
)

_PHRASES = {
    "case": (
        "case concept name; case id; case; caseid; case key; case number; case no; case nr; trace id; trace; "
        "process instance id; process instance; issue key; key; order id; order number; order no; order; "
        "ticket id; ticket number; ticket no; ticket; incident id; incident number; incident; "
        "application id; request id; request number; claim id; claim number; patient id; patient; opportunity id; "
        "invoice id; invoice number; shipment id; loan id; job id; work order; "
        "document number; object id; number; sys id; "
        "fall id; fall; fallnummer; fallnr; vorgang; vorgangsnummer; vorgangsnr; "
        "vorgang id; auftrag; auftragsnummer; "
        "auftragsnr; auftrag id; aktenzeichen; bestellnummer; antragsnummer; ticketnummer; "
        "zaak; zaaknummer; zaak id; zaaknr; dossier; dossiernummer; casus; "
        "aanvraagnummer; ordernummer; opdrachtnummer; "
        "caso; id caso; id del caso; caso id; numero de caso; expediente; "
        "numero expediente; pedido; numero de pedido; "
        "numero pedido; solicitud; id solicitud; "
        "cas; id cas; numero de cas; numero dossier; numero de dossier; id dossier; "
        "dossier id; commande; numero commande; "
        "numero de commande; demande; numero demande; "
        "id do caso; numero do caso; processo; id processo; numero do processo; numero processo; id pedido; chamado"
    ),
    "activity": (
        "concept name; activity; activity name; activity en; activity id; task; "
        "task name; step; step name; event name; "
        "event; event type; action; operation; work step; process step; procedure; "
        "handling; stage; stage name; status; "
        "state; new value; to status; "
        "aktivitat; tatigkeit; arbeitsschritt; prozessschritt; schritt; vorgangsschritt; aufgabe; ereignis; "
        "activiteit; activiteitnaam; handeling; stap; processtap; taak; taaknaam; gebeurtenis; "
        "actividad; nombre actividad; nombre de la actividad; tarea; paso; evento; etapa; "
        "activite; nom activite; tache; etape; evenement; "
        "atividade; nome da atividade; tarefa; passo"
    ),
    "end": (
        "time timestamp; end; end time; end timestamp; endtime; end date; end datetime; "
        "time end; complete timestamp; "
        "complete time; completed; completed at; completed on; completion time; "
        "completion date; finish; finish time; "
        "finished; finished at; ended at; done; done at; done on; closed at; closed; timestamp; event time; "
        "eventtime; event timestamp; time; "
        "date time; datetime; date; created date; created at; created; updated; updated at; sys updated on; changed; "
        "ende; endzeit; endzeitpunkt; enddatum; zeitstempel; zeitpunkt; zeit; datum; uhrzeit; fertig; abgeschlossen; "
        "eind; einde; eindtijd; einddatum; eindtijdstip; tijdstip; tijdstempel; tijd; afgerond; "
        "fin; fecha fin; fecha de fin; hora fin; fecha hora fin; final; marca de tiempo; fecha; hora; fecha hora; "
        "date fin; date de fin; heure fin; heure de fin; horodatage; heure; date heure; "
        "fim; data fim; data de fim; data hora fim; hora fim; termino; data termino; data hora; data"
    ),
    "start": (
        "start timestamp; start; start time; starttime; start date; start datetime; time start; started; started at; "
        "started on; begin; begin time; begin timestamp; begin date; begin datetime; began at; begun; begun at; "
        "startzeit; startzeitpunkt; startdatum; beginn; anfang; anfangszeit; anfangsdatum; gestartet; "
        "starttijd; starttijdstip; begintijd; begindatum; begonnen; aanvang; "
        "inicio; fecha inicio; fecha de inicio; hora inicio; fecha hora inicio; comienzo; "
        "debut; date debut; date de debut; heure debut; heure de debut; "
        "data inicio; data de inicio; data hora inicio"
    ),
    "resource": (
        "org resource; resource; resource name; resource id; user; user name; username; "
        "user id; employee; employee id; "
        "employee name; worker; agent; agent name; assignee; assigned to; performer; performed by; executed by; "
        "originator; handler; operator; staff; staff member; person; clerk; owner; completed by; done by; author; "
        "created by; changed by; updated by; sys updated by; "
        "ressource; bearbeiter; sachbearbeiter; mitarbeiter; benutzer; nutzer; bearbeitet von; ausfuhrender; "
        "medewerker; gebruiker; behandelaar; uitvoerder; behandeld door; bron; "
        "recurso; usuario; empleado; responsable; trabajador; agente; realizado por; "
        "utilisateur; employe; intervenant; collaborateur; traite par; "
        "funcionario; responsavel; executor; colaborador; atendente"
    ),
    "unit": (
        "case department; department; dept; case site; site; case team; team; case unit; business unit; "
        "organizational unit; org unit; organisational unit; unit; case branch; branch; "
        "branch office; office; plant; "
        "clinic; hospital; ward; school; store; shop; case location; location; "
        "call centre; call center; case region; "
        "region; district; country; assignment group; support group; case group; org group; group; squad; crew; "
        "abteilung; standort; filiale; niederlassung; werk; gruppe; bereich; organisationseinheit; bezirk; station; "
        "afdeling; vestiging; locatie; regio; groep; eenheid; organisatieonderdeel; "
        "departamento; sucursal; equipo; sede; oficina; grupo; zona; centro; unidad; "
        "departement; equipe; agence; groupe; bureau; etablissement; unite; "
        "filial; unidade; setor; regiao; agencia"
    ),
    "type": (
        "case type; type; case category; category; case channel; channel; case product; product; product type; "
        "issue type; request type; ticket type; order type; loan goal; case loan goal; application type; "
        "case application type; case priority; priority; severity; segment; customer type; claim type; "
        "typ; art; falltyp; auftragsart; vorgangsart; kategorie; produkt; kanal; prioritat; "
        "soort; zaaktype; zaaksoort; categorie; kanaal; prioriteit; "
        "tipo; tipo de caso; categoria; canal; producto; prioridad; "
        "type de dossier; type de cas; produit; priorite; "
        "produto; prioridade; tipo de processo"
    ),
    "cost": (
        "cost total; cost; costs; total cost; case cost; kosten; gesamtkosten; "
        "totale kosten; coste; costo; costes; costos; "
        "cout; couts; cout total; custo; custos; custo total"
    ),
    "value": (
        "value; case value; revenue; deal value; opportunity value; order value; "
        "net value; umsatz; wert; auftragswert; "
        "waarde; omzet; opbrengst; valor; ingresos; valeur; chiffre d affaires; receita"
    ),
    "lifecycle": (
        "lifecycle transition; lifecycle; life cycle; transition; life cycle transition; event lifecycle; "
        "registration type; lifecycle id; lebenszyklus; levenscyclus; ciclo de vida; cycle de vie"
    ),
    "instance": (
        "concept instance; activity instance; activity instance id; instance; "
        "instance id; handling id; task instance; "
        "task instance id; event instance"
    ),
}

_WORDS = {role: tuple(phrase.strip() for phrase in phrases.split(";")) for role, phrases in _PHRASES.items()}
_RANK = {role: {phrase: place for place, phrase in enumerate(phrases)} for role, phrases in _WORDS.items()}

_ELSEWHERE = frozenset(
    [
        "planned",
        "plan",
        "expected",
        "enabled",
        "due",
        "deadline",
        "target",
        "predicted",
        "scheduled",
        "estimated",
        "startevent",
        "wt",
        "duration",
        "variant",
        "index",
        "previous",
        "prev",
        "next",
        "geplant",
        "soll",
        "gepland",
        "prevu",
        "previsto",
        "vorherige",
        "old",
    ]
)
_OF_THE_CASE = frozenset({"unit", "type", "value", "case", "cost"})
_TIME_WORDS = frozenset(
    [
        "time",
        "timestamp",
        "date",
        "datetime",
        "start",
        "end",
        "started",
        "ended",
        "begin",
        "finish",
        "completed",
        "created",
        "at",
        "on",
        "zeit",
        "datum",
        "zeitpunkt",
        "zeitstempel",
        "beginn",
        "ende",
        "tijd",
        "tijdstip",
        "einde",
        "begintijd",
        "eindtijd",
        "starttijd",
        "fecha",
        "hora",
        "inicio",
        "fin",
        "date",
        "heure",
        "debut",
        "horodatage",
        "data",
        "fim",
        "day",
        "tag",
        "dag",
        "dia",
        "jour",
        "when",
        "eventtime",
        "starttime",
        "endtime",
        "startzeit",
        "endzeit",
        "enddatum",
        "startdatum",
        "einddatum",
        "begindatum",
        "year",
        "month",
        "week",
        "quarter",
        "period",
        "jahr",
        "monat",
        "woche",
        "jaar",
        "maand",
        "ano",
        "mes",
        "semana",
        "annee",
        "mois",
        "semaine",
    ]
)


def words(name: str) -> str:
    """A name as plain lower-case words: ``case:concept:name``, ``CaseID`` and ``case_id`` lose their dress."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    plain = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", plain)
    plain = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def says_time(name: str) -> bool:
    """Whether a name speaks of a time."""
    return not _TIME_WORDS.isdisjoint(words(name).split())


def fit(role: str, name: str) -> float:
    """How well a name fits a role, 0 to 1: whole phrases first, the commonest highest; then phrases inside a name."""
    plain = words(name)
    tokens = plain.split()
    if not tokens or not _ELSEWHERE.isdisjoint(tokens):
        return 0.0
    if tokens[0] == "case" and len(tokens) > 1 and role not in _OF_THE_CASE:
        return 0.0
    if plain in _RANK[role]:
        return 1.0 - 0.4 * _RANK[role][plain] / len(_RANK[role])
    inside = [phrase for phrase in _WORDS[role] if f" {phrase} " in f" {plain} " and len(phrase) > 2]
    if not inside or (role == "case" and tokens[0] == "case"):
        return 0.0
    longest = max(inside, key=len)
    return 0.5 * len(longest) / len(plain)
