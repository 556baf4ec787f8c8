/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Words and texts of everyday life that no reading may take for a term, for test-disguises.c. */

static const char disguise_innocents[]
    = "accident account address airport almond animal answer apartment apology argument article artist assistant athlete "
      "balance balcony ballot banana basket battery beautiful bedroom believe bicycle birthday biscuit blanket border "
      "bottle breakfast brother budget building business butter cabinet calendar camera candidate capital captain caravan "
      "cathedral ceiling century ceremony champion channel chapter cheese chicken children chimney chocolate circle "
      "citizen climate clothes colleague college committee company computer concert condition congress contract corner "
      "cottage country courage cousin creature cricket culture curtain customer daughter decision delight dentist desert "
      "detail diamond dinner direction disaster discovery distance doctor dragon drawing education elephant emergency "
      "engine envelope evening example exercise factory family famous farmer feature festival finger fireplace football "
      "forest fortune fountain freedom friend furniture garage garden general giraffe government grandmother hammer "
      "handle harbour harvest heaven helmet history holiday honest hospital hotel husband illness imagine industry insect "
      "instrument interest island jacket journey judgment justice kingdom kitchen knowledge ladder language laundry leather "
      "lemonade lesson letter library lightning machine manager mansion market marriage material meadow measure memory "
      "message midnight military million minister miracle mirror mixture moment monday monkey mountain museum musical "
      "mystery narrow nation neighbour network newspaper notebook november number ocean october office opinion orange "
      "orchestra package painter palace parent parliament passenger pattern peaceful penguin pension person picture pilot "
      "planet plastic platform pleasure pocket poetry politics population portrait postcard potato present president "
      "priest princess prison problem product professor promise purpose quality question rabbit railway rainbow reason "
      "recipe region religion research restaurant river rocket routine saddle sandwich saturday scholar school science "
      "season secret section sentence september servant sister soldier solution station statue strawberry student subject "
      "summer surface surgeon sweater teacher telephone television temperature theatre thunder tourist tractor tradition "
      "traffic treasure triangle umbrella uncle uniform university vegetable vehicle victory village vineyard violin "
      "visitor volcano wardrobe weather wedding weekend window winter wisdom witness woman wonder workshop yesterday "
      "abbey anchor autumn bakery barrel beard bishop blossom border bracelet branch bridge bucket cabbage captain carpet "
      "carrot castle cellar cherry clerk clover cottage cradle crown cupboard cushion dawn drawer eagle elbow feather fence "
      "ferry forehead fountain galaxy glacier goose guitar hallway hedge hotel insect jewel juice kettle lawn lemon lobster "
      "lumber meadow mustard napkin needle nephew oyster parsley peach pepper pigeon pillow plumber pumpkin ribbon salmon "
      "scarf shelf shoulder spoon squirrel stadium surname thumb tortoise trumpet tulip turnip velvet walnut widow yoghurt "
      "arbeit bahnhof blumen fenster freitag garten gesicht kuchen lehrer mannschaft nachbar regierung schule sommer "
      "strasse wohnung zeitung cuisine enfant famille fleur maison montagne musique oiseau soleil voiture "
      "камень картина книга комната погода молоко музыка неделя природа работа ребенок человек собака страна столица "
      "учитель хозяйка школьник яблоко вечеринка деревня здоровье история костюм лекарство машина новости область "
      "άνθρωπος βιβλίο γυναίκα δάσκαλος εκκλησία ζωγράφος θάλασσα καλοκαίρι μουσική παιδί σπίτι τραπέζι "
      "مدرسة كتاب مدينة مستشفى سيارة ספר ילדים משפחה 天气 学校 朋友 音乐 城市 날씨 학교 친구 음악";

static const char *const disguise_innocent_texts[] = {
  /* Words that hold one */
  "Scunthorpe", "hashmap", "HashMap<String, Integer>", "cokernel", "methodology", "methods", "methodist church", "seaweed salad",
  "tumbleweed", "potluck dinner", "grasshopper", "crackers and cheese", "heroine of the novel", "heroic", "snowman",
  "speedometer", "antacid", "placid lake", "dopamine", "pillow", "plugin", "weather", "cooking class",
  "Essex", "Penistone", "Clitheroe", "Lightwater", "potato soup", "depot", "police", "barsoom",
  /* Names */
  "Mr Hancock and Mrs Dickinson", "Dr Cockburn", "Ms Babcock", "Frau Kokott", "Professor Methley", "Anna Heroldova",
  "Cocacolo", "Mr Coker", "Ketterman", "Marianna", "Tilidor", "Subotica", "Morphew", "Kokomo", "Xanthe", "Xander Harris",
  /* Weather and cooking */
  "sunny with a light breeze", "fog in the valley, then rain", "bake for 40 minutes at 180 degrees", "a pinch of salt",
  "200 ml of milk and two eggs", "stir until smooth", "minus five tonight", "thunder and hail",
  /* Codes */
  "B-12", "AC1D-100-X9Z", "SKU 4711-C0C4-88", "ISBN 978-3-16-148410-0", "EAN 4006381333931", "part no. K3T-4M1-N3X",
  "RTX 4090", "GTX-1080Ti", "i7-12700K", "iPhone 15 Pro", "PS5", "MP3 and MP4", "H.264", "IEEE 802.11ax", "RFC 3986",
  "A4 paper", "A380-800", "B737-MAX8", "M1A2", "F-16C", "ESP32-S3", "CVE-2021-44228", "v1.2.3-rc4",
  "123e4567-e89b-12d3-a456-426614174000", "550e8400-e29b-41d4-a716-446655440000",
  "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "0xDEADBEEF", "0xC0FFEE", "#c0ca0e", "#ff00aa",
  "SGVsbG8sIHdvcmxkIQ==", "VGhlIHF1aWNrIGJyb3duIGZveA==", "aGFzaCBmdW5jdGlvbg==", "bXkgc2VjcmV0IGtleQ",
  /* Addresses */
  "https://www.example.test/news/2024/05/12/weather-warning-for-the-north", "https://news.test/politik/regierung-beschliesst",
  "https://blog.test/how-to-bake-sourdough", "https://shop.test/p/12345?color=blue&size=xl", "https://sport.test/a/b/c.html",
  "https://example.test/search?q=garden+furniture", "https://example.test/%C3%A9cole", "https://ru.example.test/%D0%BF%D0%BE%D0%B3%D0%BE%D0%B4%D0%B0",
  "https://example.test/a%20b%20c", "mailto:someone@example.test", "www.greenhouse.test", "whitehouse.test/briefing",
  "https://xn--bcher-kva.test/", "https://xn--80adxhks.test/", "ftp://files.test/pub/linux/", "greenhouseeffect.test",
  "https://iceland-holidays.test", "https://newspaper.test/heroines-of-science", "https://expertsexchange.test",
  /* Source */
  "for (int i = 0; i < n; i++) sum += a[i];", "if (x != y && !done) return 1;", "std::unordered_map<int, char*> m;",
  "#include <stdio.h>", "#define MAX(a, b) ((a) > (b) ? (a) : (b))", "let f = (a, b) => a * b;", "SELECT * FROM t WHERE id = 5;",
  "git commit -m 'fix'", "a_b_c_d = e_f_g", "x*y*z", "p->next->prev = p;", "printf(\"%d%%\\n\", n);", "\\u00e9\\u00e8",
  "&#169; 2024", "&amp;&lt;&gt;", "chmod +x run.sh", "ls -la a.txt", "grep -rn foo .", "s/foo/bar/g", "C++17 and C#",
  "**bold** and _italic_", "[1][2][3]", "(a)(b)(c)(d)", "~/.config", "C:\\Users\\me",
  /* Formulas, cars, sports */
  "H2O and CO2", "C6H12O6", "NaCl", "CH3-CH2-OH", "H2SO4", "Fe2O3", "C8H10N4O2", "BMW X5 M50i", "Audi A4 2.0 TDI", "VW T5",
  "Mercedes E-220d", "Opel Astra 1.6", "Peugeot 308 SW", "Ford F-150", "Mazda CX-5", "Toyota RAV4", "Volvo XC90 T8", "Kia e-Niro",
  "Skoda Octavia 1.9 TDI", "4-4-2 formation", "3:2 after extra time", "W-L-D", "A. B. C. D.", "J. R. R. Tolkien", "U.S.A.",
  "e.g. and i.e.", "N E S W", "a, b, c, d, e", "1 2 3 4 5 6", "x - y - z", "p.m. or a.m.",
  /* Stretched, masked, flags */
  "hmmmm", "sooooo goood", "noooooo way", "yessss", "aaaargh", "www", "sh*t happens", "f**k this", "b*tch", "a$$hole", "D@mn",
  "🇩🇪🇫🇷🇮🇹🇪🇸", "🇺🇸 🇬🇧 🇨🇦", "🎉🎉🎉", "⭕➕⭕➕", "I ❤️ NY", "10/10 ★★★★★", "● one ● two ● three",
  /* Scripts */
  "в соке много сахара", "Москва и Тверь", "рост цен", "сосна и ель", "Ελλάδα και Κύπρος", "νερό και αέρας", "кот и пёс",
  "Рим, Рига, Рязань", "Ð and Ñ", "Ñandú", "naïve café", "x-координата", "μm and Ω", "α-β-γ", "今天天气很好", "東京タワー",
  "안녕하세요", "สวัสดีครับ", "السلام عليكم", "שלום עולם",
};
