#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes invented posts for training: invented.py PACKAGES OUT.jsonl

Labelled sales exist in a few languages and of a few kinds. So that training does not take the plain sale of any other
kind for innocent, sentences made up for this purpose are filled with words of the packages: {s} and {t} a substance of the language
(ambiguity 0 or 1), {q} an amount, {p} a price, {c} a contact. Beside the sales stand as many posts that sell nothing, about the same
substances: news, warnings, medicine, talk, and trade in other things. They teach little each (samples.c) and measure nothing: no figure
counts them, and no row of tests/cases was used or may be used here.
"""
import glob
import json
import os
import random
import sys

EACH = 15  # fillings of one sentence
FEW = 40  # words of its own that make a language do without the words of all
CONTACTS = {
    "": ["telegram @example_{n}", "signal example.{n}", "wickr: example{n}", "t.me/example_{n}", "whatsapp +44 7700 900{n}", "@beispiel_{n}"],
    "ru": ["тг @example_{n}", "телеграм @example_{n}", "пишите в личку", "t.me/example_{n}"],
    "uk": ["тг @example_{n}", "пишіть у телеграм @example_{n}", "t.me/example_{n}"],
    "zh": ["微信 example{n}", "飞机 @example_{n}", "电报 @example_{n}", "加V信 example{n}"],
    "ja": ["テレグラム @example_{n}", "DMください", "シグナル example.{n}"],
    "ko": ["텔레 @example_{n}", "텔레그램 example_{n}", "카톡 example{n}"],
    "th": ["ไลน์ @example_{n}", "ทักไลน์ example{n}", "ทัก dm"],
}
PRICES = {"en": "${0}/£{0}", "de": "{0}€/{0} Euro", "ru": "{0}0р/{0}0 руб", "uk": "{0}0 грн", "pl": "{0} zł", "cs": "{0}0 Kč", "sk": "{0} €",
          "hu": "{0}00 Ft", "sv": "{0} kr", "da": "{0} kr", "nb": "{0} kr", "tr": "{0}0 TL", "ja": "{0}00円", "ko": "{0}만원", "th": "{0}0 บาท",
          "zh": "{0}0元/{0}块", "ro": "{0} lei", "pt": "R${0}/{0}€", "bg": "{0} лв", "sr": "{0}0 din", "hr": "{0} €", "ar": "{0}$"}
AMOUNTS = {"ru": "{0}г/{0} грамм", "uk": "{0}г/{0} грам", "bg": "{0}г/{0} грама", "zh": "{0}克/{0}g", "ja": "{0}g/{0}グラム", "ko": "{0}g/{0}그램",
           "th": "{0} กรัม/{0}g", "ar": "{0} غرام", "el": "{0}g/{0} γρ", "tr": "{0}g/{0} gram"}

# language: (sales, no sales), with " | " between the sentences.
SENTENCES = {
    "en": ("Got {s} in, {q} for {p}, {c} | {s} {p} a gram, {t} too, delivering until midnight, {c} | {q} {s} - {p} - free postage | Full list on request: {s}, {t}. Drops "
           "across town, {c} | {s} and {t} available now, {c} | No prescription needed: {s}, {t}, {p} a strip, shipped worldwide | New batch of {s}, lab tested, {q} {p}, bitcoin or "
           "cash | selling {s} {p} each 5 for less, hmu | {s} x50 {p} tracked delivery | Need {s}? I am in the area tonight, {q} {p}, cash only | Dealer here, best {s} in the "
           "city, {p}, {c} | Bulk {s} {q}, price on request, escrow accepted | half ounce {s} 90, two for 170, hit my line | {s} 40 a go or 100 for three, bell me | plug with {t} and {s}, whole menu, can drop to you | eighth of {s} 35, quarter 65, message first",
           "Police seized {q} of {s} worth {p} in a lorry | A friend of mine spent {p} a day on {s} before rehab | My doctor put me on {s} and it made me sleepy | Pills sold as {s} "
           "contained something else, the health agency warns | I took {q} of {s} last year and never again | How long does {s} stay in your system? | Does {s} go with {t}? The chemist would know | "
           "Court hears how a courier carried {q} of {s} | That song about {s} came on while we were driving | Study: {s} users sleep less than others | He paid {p} for {q} of {s} and got caught "
           "| Wooden shelf for sale, {p}, pick up only, {c} | Honey from our own bees, {q} jar {p}, post or collect | Print shop open all week, delivery free from {p}, {c} | Tea sampler, {q}, {p}, ships today | Soup: {q} lentils, an onion, cumin, twenty minutes on the stove | Bread needs {q} yeast, water, rye and two hours of rest | Mustard, vinegar and {q} sugar make a good dressing | Start low with {s}, wait, and tell a friend | {s} and alcohol together can stop your breathing | Two people died after tablets sold as {t} held {s} | Volunteers hand out naloxone because of {s} | Officials fear more deaths from {s} | The clinic tests what people bring in, often {s} instead of {t} | A runner lost her medal over {s} | The rower blamed a supplement for the {s} in her sample | Curry paste: {q} chilli, ginger, lime and coriander | Paprika, mint and {q} sea salt from the market | Muesli of oats, {q} raisins and some cinnamon | Pepper soup with ginger and {q} rice | A stall with cumin, turmeric and saffron from India, {q} each | Old camera with two lenses, {p}, message first | Shipping crates for rent, {p} a month, port side"),
    "de": ("{s} da, {q} für {p}, {c} | Biete {s} und {t}, {p} das Gramm, Versand täglich | {q} {s} {p}, Übergabe in der Stadt, {c} | {s} ohne Rezept, {p}, diskreter Versand | Frische Lieferung {s}, Mengenrabatt, {c}",
           "Zoll findet {q} {s} im Wert von {p} | Mein Arzt hat mir {s} verschrieben | Die Polizei nahm einen Mann mit {q} {s} fest | Seit ich kein {s} mehr nehme, geht es mir besser | Verkaufe Fahrrad, {p}, nur Abholung | Warnung vor gestrecktem {s}"),
    "nl": ("{s} beschikbaar, {q} voor {p}, {c} | Te koop: {s} en {t}, {p} per gram, bezorging aan huis | {s} zonder recept, {p}, verzending elke dag | Bezorgdienst {s}, {p}, app voor menu, {c}",
           "Politie vindt {q} {s} ter waarde van {p} | De dokter schreef mij {s} voor | Rechter geeft celstraf voor smokkel van {s} | Tweedehands fiets te koop, {p}, ophalen | Ik ben gestopt met {s}"),
    "fr": ("{s} dispo, {q} à {p}, {c} | Je vends {s} et {t}, {p} le gramme, livraison ce soir | {s} sans ordonnance, {p}, envoi discret | Arrivage {s}, prix de gros, {c} | Livraison {s} {q} {p} toute la ville",
           "La police a saisi {q} de {s} d'une valeur de {p} | Mon médecin m'a prescrit {s} | Le tribunal juge un trafic de {s} | J'ai arrêté {s} il y a un an | Vends vélo, {p}, à venir chercher | Attention, {s} coupé en circulation"),
    "es": ("Tengo {s}, {q} a {p}, {c} | Vendo {s} y {t}, {p} el gramo, entrego hoy | {s} sin receta, {p}, envío discreto | Nueva {s}, precio por cantidad, {c} | {s} {q} {p} a domicilio",
           "La policía incautó {q} de {s} por valor de {p} | El médico me recetó {s} | Condenado por traficar con {s} | Llevo un año sin {s} | Vendo bicicleta, {p}, recoger en casa | Alertan de {s} adulterada"),
    "it": ("{s} disponibile, {q} a {p}, {c} | Vendo {s} e {t}, {p} al grammo, consegna stasera | {s} senza ricetta, {p}, spedizione anonima | Arrivata {s} nuova, sconto quantità, {c}",
           "La polizia sequestra {q} di {s} per {p} | Il medico mi ha prescritto {s} | Arrestato per spaccio di {s} | Ho smesso con {s} da un anno | Vendo bici, {p}, ritiro a mano"),
    "pt": ("Tenho {s}, {q} por {p}, {c} | Vendo {s} e {t}, {p} o grama, entrego hoje | {s} sem receita, {p}, envio discreto para todo o país | Chegou {s}, preço por quantidade, chama | {s} {q} {p}, aceito pix",
           "Polícia apreende {q} de {s} avaliados em {p} | O médico me receitou {s} | Preso por tráfico de {s} | Parei de usar {s} há um ano | Vendo bicicleta, {p}, retirar em casa"),
    "ro": ("Am {s}, {q} la {p}, {c} | Vând {s} și {t}, {p} gramul, livrez azi | {s} fără rețetă, {p}, livrare prin curier", "Poliția a confiscat {q} de {s} | Medicul mi-a prescris {s} | Vând bicicletă, {p}, ridicare personală"),
    "ru": ("Есть {s}, {q} {p}, {c} | Продам {s} и {t}, {p} за грамм, клады по городу | {s} без рецепта, {p}, отправка почтой | Свежий {s}, опт и розница, {c} | В наличии {s}, {t}. Вес от {q}, оператор на связи | {s} {q}, быстро и надёжно, район любой | {s}, {q}, качество проверено, отвечаю сразу | {t} {q} в наличии, за деталями в личку | {s} {q} {p}, адреса готовы | Магазин: {s}, {t}, моментальные клады, {c}",
           "Полиция изъяла {q} {s} на сумму {p} | Врач выписал мне {s} | Суд вынес приговор за сбыт {s} | Год не употребляю {s} | Продам велосипед, {p}, самовывоз | Чем опасен {s} и как помочь человеку | Сколько держится {s} в крови?"),
    "uk": ("Є {s}, {q} {p}, {c} | Продам {s} і {t}, {p} за грам, закладки по місту | {s} без рецепта, {p}, відправка поштою", "Поліція вилучила {q} {s} | Лікар призначив мені {s} | Продам велосипед, {p}, самовивіз"),
    "pl": ("Mam {s}, {q} za {p}, {c} | Sprzedam {s} i {t}, {p} za gram, dowóz dzisiaj | {s} bez recepty, {p}, dyskretna wysyłka | Świeża dostawa {s}, rabat przy większej ilości, {c}",
           "Policja przejęła {q} {s} o wartości {p} | Lekarz przepisał mi {s} | Skazany za handel {s} | Od roku nie biorę {s} | Sprzedam rower, {p}, odbiór osobisty"),
    "cs": ("Mám {s}, {q} za {p}, {c} | Prodám {s} a {t}, {p} za gram, dovoz dnes | {s} bez předpisu, {p}, zašlu poštou", "Policie zabavila {q} {s} | Lékař mi předepsal {s} | Prodám kolo, {p}, osobní odběr"),
    "sk": ("Mám {s}, {q} za {p}, {c} | Predám {s} a {t}, {p} za gram, dovoz dnes | {s} bez predpisu, {p}, pošlem poštou", "Polícia zadržala {q} {s} | Lekár mi predpísal {s} | Predám bicykel, {p}, osobný odber"),
    "hr": ("Imam {s}, {q} za {p}, {c} | Prodajem {s} i {t}, {p} gram, dostava danas | {s} bez recepta, {p}, šaljem poštom", "Policija zaplijenila {q} {s} | Liječnik mi je propisao {s} | Prodajem bicikl, {p}, osobno preuzimanje"),
    "sr": ("Imam {s}, {q} za {p}, {c} | Prodajem {s} i {t}, {p} gram, dostava danas | {s} bez recepta, {p}, šaljem brzom poštom", "Policija zaplenila {q} {s} | Lekar mi je prepisao {s} | Prodajem bicikl, {p}, lično preuzimanje"),
    "bg": ("Имам {s}, {q} за {p}, {c} | Продавам {s} и {t}, {p} на грам, доставка днес | {s} без рецепта, {p}, пращам по куриер", "Полицията иззе {q} {s} | Лекарят ми изписа {s} | Продавам колело, {p}, лично предаване"),
    "hu": ("Van {s}, {q} {p}, {c} | Eladó {s} és {t}, {p} grammja, szállítás ma | {s} vény nélkül, {p}, postázás", "A rendőrség lefoglalt {q} {s} szállítmányt | Az orvos felírta a {s} gyógyszert | Bicikli eladó, {p}, személyes átvétel"),
    "el": ("Έχω {s}, {q} με {p}, {c} | Πωλείται {s} και {t}, {p} το γραμμάριο, παράδοση σήμερα | {s} χωρίς συνταγή, {p}, αποστολή", "Η αστυνομία κατέσχεσε {q} {s} | Ο γιατρός μου έγραψε {s} | Πωλείται ποδήλατο, {p}, παραλαβή"),
    "tr": ("{s} var, {q} {p}, {c} | Satılık {s} ve {t}, gramı {p}, bugün teslimat | {s} reçetesiz, {p}, kargo ile", "Polis {q} {s} ele geçirdi | Doktor bana {s} yazdı | Satılık bisiklet, {p}, elden teslim"),
    "sv": ("Har {s}, {q} för {p}, {c} | Säljer {s} och {t}, {p} grammet, leverans ikväll | {s} utan recept, {p}, skickas med post", "Polisen beslagtog {q} {s} | Läkaren skrev ut {s} till mig | Säljer cykel, {p}, hämtas"),
    "da": ("Har {s}, {q} for {p}, {c} | Sælger {s} og {t}, {p} grammet, levering i aften | {s} uden recept, {p}, sendes med post", "Politiet beslaglagde {q} {s} | Lægen gav mig {s} | Sælger cykel, {p}, afhentes"),
    "nb": ("Har {s}, {q} for {p}, {c} | Selger {s} og {t}, {p} grammet, levering i kveld | {s} uten resept, {p}, sendes i posten", "Politiet beslagla {q} {s} | Legen skrev ut {s} | Selger sykkel, {p}, hentes"),
    "fi": ("Myydään {s}, {q} {p}, {c} | {s} ja {t}, {p} gramma, toimitus tänään | {s} ilman reseptiä, {p}, postitus", "Poliisi takavarikoi {q} {s} | Lääkäri määräsi minulle {s} | Myydään polkupyörä, {p}, nouto"),
    "lt": ("Parduodu {s}, {q} {p}, {c} | {s} be recepto, {p}, siunčiu paštu", "Policija sulaikė {q} {s} | Gydytojas išrašė {s}"),
    "lv": ("Pārdodu {s}, {q} {p}, {c} | {s} bez receptes, {p}, sūtu pa pastu", "Policija konfiscēja {q} {s} | Ārsts izrakstīja {s}"),
    "et": ("Müüa {s}, {q} {p}, {c} | {s} ilma retseptita, {p}, saadan postiga", "Politsei leidis {q} {s} | Arst kirjutas välja {s}"),
    "zh": ("出售{s}，{q}{p}，{c} | {s}现货 {t}现货 同城面交 {c} | {s} {q} {p} 顺丰包邮 {c} | 长期供应{s}，量大优惠，{c} | {s}到货，可验货，货到付款 | 迷你小店：{s} {t} 一手货源 {c}",
           "警方查获{s}{q} | 医生给我开了{s} | 男子贩卖{s}被判刑 | 吃了{s}以后很困 | 出售二手自行车，{p}，自提 | 新闻：海关破获走私{s}案 | 手工茶叶 {q} {p} 包邮"),
    "ja": ("{s}あります {q} {p} {c} | {s}と{t} 手押し 郵送可 {c} | {s} {q} {p} 即日発送 {c} | 本日入荷 {s} 在庫多数 {c}",
           "警察は{s}{q}を押収した | {s}の所持で男を逮捕 | 医師に{s}を処方された | {s}は絶対に使わないで #薬物乱用防止 | {s}で逮捕 #ニュース | 自転車売ります {p} 手渡し | 税関が{s}の密輸を摘発"),
    "ko": ("{s} 팝니다 {q} {p} {c} | {s} {t} 드랍 선드랍 {c} | {s} 판매 {q} {p} 안전거래 {c} | 정품 {s} 당일배송 {c}",
           "경찰이 {s} {q}을 압수했다 | 의사가 {s}을 처방했다 | {s} 투약 혐의로 체포 | {s}의 위험성을 알립니다 | 자전거 팝니다 {p} 직거래"),
    "th": ("ขาย {s} {q} {p} {c} | {s} พร้อมส่ง {p} {c} | {s} {t} ส่งทั่วไทย เก็บปลายทาง {c} | {s} ของเข้าใหม่ ราคาส่ง {c}",
           "ตำรวจยึด {s} {q} | หมอสั่งยา {s} ให้ฉัน | ศาลจำคุกคดี {s} | โทษของ {s} ต่อร่างกาย | ขายจักรยาน {p} นัดรับ"),
    "ar": ("متوفر {s} {q} {p} {c} | للبيع {s} و {t} توصيل اليوم {c} | {s} بدون وصفة {p} {c}", "الشرطة تضبط {q} من {s} | وصف لي الطبيب {s} | دراجة للبيع {p}"),
}


def read_words(packages):
    """Substances of each language that mean little else; letters only, so that they stand in a sentence."""
    words = {}
    for path in sorted(glob.glob(os.path.join(packages, "decant-*.json"))):
        with open(path, encoding="utf-8") as package:
            for term in json.load(package)["terms"]:
                if "substance" in term["sense"] and term["ambiguity"] <= 1 and term["boundary"] in ("word", "unspaced"):
                    for language in term["languages"]:
                        words.setdefault(language, []).append(term["forms"][0])
    return words


def fill(draw, language, sentence, words):
    substances = draw.sample(words, 2)
    handle = draw.choice(CONTACTS.get(language, CONTACTS[""])).format(n=draw.randint(100, 199))
    price = draw.choice(PRICES.get(language, "{0}€").split("/"))
    amount = draw.choice(AMOUNTS.get(language, "{0}g").split("/"))
    return sentence.format(s=substances[0], t=substances[1], c=handle, p=price.format(draw.choice([10, 15, 20, 30, 40, 60, 80])),
                           q=amount.format(draw.choice([1, 2, 3, 5, 10, 25])))


def invent(words):
    for language, sides in SENTENCES.items():
        known = words.get(language, [])
        known = known if len(known) >= FEW else known + words["mul"]
        for label in (1, 0):
            for number, sentence in enumerate(sides[1 - label].split(" | ")):
                draw = random.Random(language + sentence)  # so that another sentence more changes no filling of this one
                for turn in range(EACH):
                    yield {"id": f"invented-{language}-{label}-{number}-{turn}", "source": "invented", "kind": "sale" if label else "background", "label": label,
                           "lang": language, "text": fill(draw, language, sentence.strip(), known)}


def main():
    words = read_words(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for post in invent(words):
            out.write(json.dumps(post, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
