/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that stand beside a term in a hashtag, and words that hold a term by accident. A tag is cut where
 * either explains its letters. Each row is one kind; a new word is a word more.
 */
#include "engine/reading-search.h"

#include <string.h>

static const char *rows[] = {
  /* Trade */
  "buy buyer buying sell seller selling sale sales forsale shop shopping store online order ordering delivery "
  "deliver delivered ship shipping shipped plug dealer dealers vendor vendors supplier supply wholesale bulk menu "
  "price prices cheap best top quality premium pure fresh fire loud exotic gas strong legit trusted discreet "
  "stealth fast express available stock instock restock deal deals drop drops market club connect source service",
  "kaufen kaufe kauf verkauf verkaufe verkaufen bestellen bestellung gunstig billig liefern lieferung versand laden "
  "acheter achat vente vendre vends livraison livrer pascher dispo commande comprar compra venta vender vendo envio "
  "envios barato entrega comprare acquistare vendita vendere spedizione consegna kopen koop verkopen verkoop "
  "bezorgen bezorging goedkoop kupic kupie sprzedam sprzedaz dostawa tanio koupit prodam prodej kupit predaj kopa "
  "salja leverans kob kjop selge salg osta myyn vasarlas elado cumpara vand livrare",
  "купить куплю продам продажа доставка закладка закладки заказать заказ магазин клад цена дешево",
  /* Small words */
  "a an the my your our me you we i and or in on of to at by for from with no not all any is it this that more now "
  "here today tonight get got want need love loves lover lovers like find der die das und mit fur in im von le la "
  "les de des du et en pour avec el los las y con para il lo per e di da i w z na do в на и с для",
  /* People, time, things */
  "life lifestyle living day days daily night nights nightly morning evening time week weekend month year years "
  "world nation culture community people gang crew squad family boy boys girl girls guy guys man men woman women "
  "mom moms dad king kings queen queens boss head heads addict addicts smoker smokers smoking smoke grower growers "
  "growing grow user users friend friends fan fans art photo photos pic pics porn gram stagram insta video memes "
  "meme humor jokes news music party parties rave festival summer winter spring autumn christmas new year good "
  "great high happy free legal legalize legalise medical medicinal medicine health healing therapy oil oils seed "
  "seeds flower flowers plant plants farm farms garden leaf leaves strain strains edible edibles powder pill pills "
  "crystal crystals rock rocks bag bags",
  /* Places */
  "uk usa us eu europe england london manchester birmingham leeds liverpool bristol glasgow edinburgh scotland "
  "wales ireland dublin belfast germany deutschland berlin hamburg munich munchen koln cologne frankfurt stuttgart "
  "dusseldorf leipzig dresden wien vienna austria osterreich zurich basel schweiz switzerland france paris lyon "
  "marseille toulouse bordeaux lille nice nantes spain espana madrid barcelona valencia sevilla malaga ibiza "
  "portugal lisboa lisbon porto italy italia roma rome milano milan napoli torino bologna firenze netherlands "
  "nederland holland amsterdam rotterdam utrecht denhaag belgium belgie belgique brussels bruxelles antwerpen "
  "antwerp gent poland polska warszawa warsaw krakow wroclaw gdansk poznan praha prague brno czech bratislava "
  "budapest hungary romania bucuresti bucharest cluj sofia athens athina zagreb ljubljana beograd belgrade vilnius "
  "riga tallinn helsinki stockholm goteborg malmo sweden sverige oslo norge norway kobenhavn copenhagen denmark "
  "danmark canada toronto vancouver australia sydney melbourne california",
  /* Not what they seem */
  "heroine heroines hashmap hashmaps hashtag hashtags hashing hashed rehash potluck potter pottery potato potatoes "
  "icecream iceland iceberg icehockey iceskating snowman snowboard snowboarding snowday snowfall snowflake "
  "snowflakes snowwhite speedrun speedrunner speedrunning speedway speedtest speedster speedskating grasshopper "
  "grasshoppers grassland grasslands grassroots weeding seaweed tumbleweed milkweed cracker crackers cracking "
  "firecracker wisecrack cokezero dietcoke cocacola acidrain acidity acidreflux antacid crystalclear crystalpalace "
  "mollybrown candyland candycrush candycane methodist method methods methodology methane cannabisfree drugfree "
  "smokefree smackdown blowout blowfish horsepower horseracing horseriding seahorse racehorse whitehouse greenhouse "
  "sugarfree",
};

static void
add_row (DecantWords *words, const char *row)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;

  decant_fold (arena, row, strlen (row), &folded);
  row = folded.text;
  while (*row != '\0')
    {
      gsize length = strcspn (row, " ");
      decant_words_add (words, row, length);
      row += length;
      row += strspn (row, " ");
    }
}

DecantWords *
decant_hashtag_words_new (void)
{
  DecantWords *words = decant_words_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    add_row (words, rows[i]);
  return words;
}
