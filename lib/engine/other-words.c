/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/other-words.h"

#include <stddef.h>

/* Found by looking for the forms within the words of dictionaries (EDICT, the Rime essay, hunspell), and by eye. */
const char *const decant_other_words[] = {
  /* Chinese */
  "大麻烦", "大麻煩", "大麻糬", "大麻薯", "大麻雀", "大麻袋", "大麻哈鱼", "大麻哈魚", "大麻子", "大麻鸭", "大麻婆",
  "大麻竹", "大麻木", "大麻痹", "大麻痺", "大麻疹", "大麻绳", "大麻繩", "大麻辣", "大麻脸", "大麻石", "白粉病",
  "白粉笔", "白粉筆", "白粉虱", "白粉蝶", "白粉墙", "白粉牆", "白粉底", "白粉色", "白粉红", "白粉紅", "白粉嫩",
  "白粉刺", "蛋白粉", "美白粉", "雪白粉", "嫩白粉", "增白粉", "漂白粉", "太白粉", "纯白粉", "純白粉", "黑白粉",
  "鸦片战争", "鴉片戰爭", "鸦片鱼", "鴉片魚", "开心水果", "開心水果", "开心水族", "可乐粉丝", "可樂粉絲", "可乐粉蒸",
  "k粉丝", "k粉絲", "k粉饼", "上头条", "上頭條", "溜冰场", "溜冰場", "溜冰鞋", "sk2神仙水", "skii神仙水",
  "sk-ii神仙水", "搞笑气氛", "笑气氛", "笑氣氛", "昏迷药", "昏迷藥", "芝麻果", "芝麻古", "麻古茶坊", "麻古飲料",
  "招呼麻烦", "招呼麻煩", "称呼麻烦", "藥頭痛", "藥頭暈", "藥頭昏", "掩埋包", "填埋包", "仔細k", "仔细k", "跳跳糖果",
  "烟土豆",
  /* Japanese */
  "アヘン戦争", "阿片戦争", "大麻駅", "大麻町", "大麻高校", "大麻中学", "大麻比古", "大麻東町", "大麻西町",
  "大麻南樹町", "大麻北町", "大麻山", "大麻神社", "手押し車", "手押しポンプ", "手押し信号", "売人気", "競売人",
  "販売人", "商売人", "転売人", "専売人", "小売人", "睡眠剤", "催眠剤", "誘眠剤", "シャブシャブ", "シャブリ",
  "ウォッシャブル", "ウオッシャブル", "ヤシャブシ", "ソリハシシギ", "ニッポン中", "スッポン中", "ポン中華",
  "リボングラス", "カーボングラファイト", "胡麻薬",
  /* Korean */
  "대마도", "대마왕", "대마법", "시대마다", "세대마다", "무대마다", "부대마다", "그대마저", "아이스크림",
  "아이스커피", "아이스아메리카노", "아이스티", "아이스하키", "아이스링크", "아이스박스", "마약김밥", "마약옥수수",
  "마약베개", "마약떡볶이", "마약계란", "마약토스트", "마약방석", "마약쿠션", "마약빵", "마약이불", "마약소스",
  "마약핫도그", "마약치킨", "엄마약", "아편전쟁", "지겟작대기", "지게작대기",
  /* Thai */
  "กระท่อมปลายนา", "กระท่อมไม้", "กระท่อมน้อย", "กระท่อมริม", "กระท่อมกลาง", "กระท่อมร้าง", "ชาวกระท่อม", "กระท่อมหลัง",
  "ยาบ้าง", "ยาบ้าน", "ยาอีก", "ยาอีส", "ยาอีโน", "ยาเคมี", "ยาเคลือบ", "ยาเคย", "ยาเคร", "ยาเคี้ยว", "ยาเคาน์",
  "ปฏิกิริยาเคมี", "สัตยาเคราะห์", "พอตเคส", "พอตเครื่อง", "พ็อดเคส", "พันลำคอ", "พันลำตัว", "พันลำต้น", "พันลำแขน",
  "พันลำขา", "แคร็กเกอร์",
  /* English: herbs and gardens */
  "horny goat weed", "bee pollen", "weed eater", "weed whacker", "weed wacker", "weed killer", "weed control",
  "weed barrier", "weed trimmer", "chemical weed", "weed spray",
  /* Fuel, relatives and roads, in languages where the form is no drug */
  "koks opałowy", "koks opałowego", "koks odlewniczy", "koks hutniczy", "koks metalurgiczny", "koks naftowy", "koks otopni",
  "otopni koks", "koks otopný", "otopný koks", "koks topný", "topný koks", "koks und kohle",
  "kohle und koks", "koks och kol", "kol och koks", "mi yayo", "tu yayo", "su yayo", "el yayo", "del yayo", "al yayo",
  "droga krajowa", "droga wojewódzka", "droga ekspresowa", "droga gminna", "droga dojazdowa", "droga powiatowa",
  "droga asfaltowa", "droga wewnętrzna", "droga utwardzona",
  NULL,
};
