// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The practice feed's posts. All of them are invented for this page: names and handles begin with `example`, telephone
 * numbers are from ranges kept for fiction (Ofcom +44 7700 900000, NANP 555-01xx, Bundesnetzagentur 030 23125, Arcep 06 39 98), hosts end
 * in `.example`, the Bitcoin address is BIP 173's own example. Half of them advertise, half use the same words in innocence.
 *
 * @typedef {object} PracticePost
 * @property {string} id @property {string} name @property {string} handle @property {number} minutes  age when the page opens
 * @property {string} lang @property {string} text
 */

/** @type {PracticePost[]} */
export const POSTS = [
  {id: 'p1', name: 'Example Frost', handle: 'example_frost', minutes: 4, lang: 'en',
    text: '❄️ fresh snow just landed ❄️ 0.5 £30 / 1g £50 / 3.5g £150 🔌 dm me or tele @example_frost, tap in for the full menu. Drop anywhere in town, cash or crypto'},
  {id: 'p2', name: 'Hilltop Weather', handle: 'example_hilltop', minutes: 11, lang: 'en',
    text: 'Fresh snow on the pass this morning ❄️ 12 cm and still coming down. Roads are slow, so leave early and bring a blanket and a flask of tea.'},
  {id: 'p3', name: 'Beispiel Kiez', handle: 'example_kiez', minutes: 17, lang: 'de',
    text: 'Bestes Gras der Stadt 🌿 10 € das Gramm, ab 50 g Rabatt. Schnee und E’s auch am Start. Lieferung heute noch, schreib auf Telegram: example_kiez oder 030 23125 018'},
  {id: 'p4', name: 'Garten & Feld', handle: 'example_garten', minutes: 23, lang: 'de',
    text: 'Nach dem Regen steht das Gras kniehoch. Am Samstag mähen wir die Streuobstwiese, Sensen sind da, Kuchen auch. Wer hilft mit?'},
  {id: 'p5', name: 'Exemple Livraison', handle: 'example_livraison', minutes: 31, lang: 'fr',
    text: '🍫 Menu du soir 🍫 shit 50 € les 10 g, beuh 80 € les 10 g, C 70 € le g. Livraison 7j/7 en 30 min, paiement espèces. WhatsApp 06 39 98 01 23'},
  {id: 'p6', name: 'La Table d’Exemple', handle: 'example_table', minutes: 38, lang: 'fr',
    text: 'Menu du soir : velouté de potimarron, poulet aux herbes, mousse au chocolat. 24 € avec un verre, livraison possible dans le quartier. Réservez avant 18 h !'},
  {id: 'p7', name: 'E. Menu', handle: 'example_emoji', minutes: 44, lang: 'en',
    text: '🔌📦 MENU\n❄️ 60/g\n🍄 40 / 7g\n🍬 10 each, 5 for 40\n🐴 35/g\n🍁 280/oz\n\nstealth ship 🌍 BTC/XMR only, t.me/example_menu'},
  {id: 'p8', name: 'Baking Club', handle: 'example_baking', minutes: 52, lang: 'en',
    text: '🍄🍰 Sunday menu at the baking club: mushroom quiche, poppy-seed cake, and candy for the kids 🍬. Bring your own box if you want to take some home!'},
  {id: 'p9', name: 'Ejemplo Nieve', handle: 'example_nieve', minutes: 58, lang: 'es',
    text: 'Tengo perico del bueno 🔥 gramo 60 €, medio 35 €. También maría y pastis. Entrega a domicilio, escríbeme por Telegram @example_nieve 24h'},
  {id: 'p10', name: 'Aves de Ejemplo', handle: 'example_aves', minutes: 63, lang: 'es',
    text: 'Mi perico aprendió a silbar esta semana 🦜 Le encanta la manzana y saluda a todo el que entra en casa.'},
  {id: 'p11', name: 'Steps Forward', handle: 'example_steps', minutes: 71, lang: 'en',
    text: 'One year clean today. Coke took my job and nearly my family; the Tuesday meeting gave me both back. If you are struggling, call your local helpline. You are not alone.'},
  {id: 'p12', name: 'Voorbeeld Snoep', handle: 'example_snoep', minutes: 79, lang: 'nl',
    text: 'Snoepjes 🍬 250mg, 3 voor €10, 50 voor €100. Ook wit en keta op voorraad. Ophalen of bezorgen, stuur een bericht op Signal: example.42'},
  {id: 'p13', name: 'Voorbeeldschool', handle: 'example_school', minutes: 86, lang: 'nl',
    text: 'Morgen is het traktatiedag! Neem alleen verpakte snoepjes mee, en let op: twee kinderen in de klas zijn allergisch voor noten.'},
  {id: 'p14', name: 'N. Disguise', handle: 'example_disguise', minutes: 94, lang: 'en',
    text: 'c0ca1ne, k.e.t, m o l l y 💊 top quality, lab tested. 1g 70$ 3g 180$. hmu on wickr example_disguise or text 555-0142, bulk deals every friday'},
  {id: 'p15', name: 'City News Example', handle: 'example_news', minutes: 101, lang: 'en',
    text: 'Police seized 40 kg of cocaine with a street value of €3 million at the port on Monday, a spokesperson said. Two people were arrested and will appear in court.'},
  {id: 'p16', name: 'Esempio Roma', handle: 'example_roma', minutes: 109, lang: 'it',
    text: 'Fumo e erba di qualità 🍁 10 g a 70 €, bamba 80 al grammo. Consegna in zona in un’ora, pagamento contanti. Scrivi su Telegram @example_roma'},
  {id: 'p17', name: 'Cucina Esempio', handle: 'example_cucina', minutes: 117, lang: 'it',
    text: 'L’erba cipollina del balcone è pronta: 10 g bastano per la frittata della domenica. Ricetta nel blog, buon appetito!'},
  {id: 'p18', name: 'Przykład Śnieg', handle: 'example_snieg', minutes: 125, lang: 'pl',
    text: 'Mam feta, koks i zioło 🌿 1 g od 50 zł, przy 10 g rabat. Dostawa na miejsce albo paczkomat, pisz na Telegram @example_snieg'},
  {id: 'p19', name: 'Ser i Wino', handle: 'example_ser', minutes: 133, lang: 'pl',
    text: 'Sałatka grecka na upały: feta, pomidory, oliwki i świeże zioła. 200 g sera wystarczy dla czterech osób. Smacznego!'},
  {id: 'p20', name: 'Пример Клад', handle: 'example_klad', minutes: 141, lang: 'ru',
    text: 'Меф, шишки, скорость 🔥 клады по всему городу, 1 г от 2500 ₽, доставка круглосуточно. Оплата BTC, пишите в телеграм @example_klad. Нужны курьеры'},
  {id: 'p21', name: 'Лесные заметки', handle: 'example_les', minutes: 149, lang: 'ru',
    text: 'Собрали с детьми еловые шишки и сделали из них гирлянду. На выходных снова в лес: обещают первый снег.'},
  {id: 'p22', name: 'Exemplo Doce', handle: 'example_doce', minutes: 158, lang: 'pt',
    text: 'Promoção 🔥 bala 3 por 50, doce 25 cada, pó 80 o grama. Entrego hoje, pagamento por Pix ou dinheiro. Chama no Telegram @example_doce'},
  {id: 'p23', name: 'Festa Exemplo', handle: 'example_festa', minutes: 166, lang: 'pt',
    text: 'A mesa da festa ficou linda: brigadeiro, bala de coco e doce de leite. Receita da vó, 25 unidades por forma. Quem quer a receita?'},
  {id: 'p24', name: 'Exempel Snö', handle: 'example_sno', minutes: 174, lang: 'sv',
    text: 'Säljer tjack, snö och gräs. 1 g 600 kr, 5 g 2500 kr. Leverans i hela stan, betala med swish eller krypto. Skriv på Wickr: example_sno'},
  {id: 'p25', name: 'Exempel Fjäll', handle: 'example_fjall', minutes: 181, lang: 'sv',
    text: 'Äntligen snö i backarna! Liften öppnar på lördag, dagskort 450 kr. Ta med varm choklad och extra vantar.'},
  {id: 'p26', name: 'M. Market', handle: 'example_market', minutes: 190, lang: 'en',
    text: '#buyweedonline #420delivery 🍃 top shelf bud, carts and edibles, discreet packaging, overnight shipping. Pay bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 or PayPal. WhatsApp +44 7700 900123'},
  {id: 'p27', name: 'Sound Check Example', handle: 'example_sound', minutes: 199, lang: 'en',
    text: 'New single “White Lines” is out on Friday! Plug in your amp, turn it up: 3 tracks, 12 minutes, pure molly-coddled guitar noise 🎸'},
  {id: 'p28', name: 'Pharmacy Advice Example', handle: 'example_pharmacy', minutes: 208, lang: 'en',
    text: 'Reminder: never take more than the dose on the label. If your doctor prescribed oxycodone, keep it locked away and bring what is left back to the pharmacy.'},
];
