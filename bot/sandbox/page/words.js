/** The page's own words, in Chinese and English. */

const WORDS = {
  en: {
    tagline: "Telegram on your desk",
    switchTo: "中文",
    filter: "Find a person or group",
    people: "People",
    groups: "Groups",
    addPerson: "+ New person",
    back: "Back to the list",
    welcomeTitle: "Pick somebody",
    welcomeText: "You are everybody here: choose a person on the left and talk to the bot as they would.",
    start: "Start",
    startHint: "{name} has not written to the bot yet.",
    youAre: "This is you, talking to {bot}",
    members: "{count} members · you are",
    membersShort: "{count} members",
    placeholder: "Write a message…",
    send: "Send",
    attachPhotos: "Photos",
    attachFile: "File",
    shareLocation: "Location",
    shareContact: "Contact",
    attach: "Attach",
    menu: "Menu",
    noCommands: "The bot has set no commands.",
    remove: "Remove",
    edited: "edited",
    edit: "Edit",
    reply: "Reply",
    react: "React",
    close: "Close",
    editing: "Editing your message",
    forwardedFrom: "Forwarded from {name}",
    pickPlace: "Where are you?",
    pickPlaceHint: "Click the plan, or move the pin with the arrow keys.",
    sendPlace: "Share this location",
    liveLocation: "Live location",
    location: "Location",
    planOf: "Plan with a pin at {place}",
    photo: "Photo",
    video: "Video",
    voice: "Voice message",
    sticker: "Sticker",
    animation: "Animation",
    document: "File",
    audio: "Audio",
    contact: "Contact",
    poll: "Poll",
    quiz: "Quiz",
    finalResults: "closed",
    votes: "{count} votes",
    earlier: "Show earlier messages",
    copied: "Copied: {text}",
    notHere: "This button does not work in the sandbox.",
    noAnswer: "The bot has not answered this press yet.",
    lost: "The sandbox is not running. Waiting for it…",
    joined: "{name} joined",
    left: "{name} left",
    pinned: "A message was pinned",
    service: "The group has changed",
    clock: "Time here",
    clockFrozen: "Time stands still",
    hour: "+1 h",
    day: "+1 day",
    newPerson: "A new person",
    firstName: "First name",
    lastName: "Last name (optional)",
    language: "Their language",
    chinese: "Chinese",
    english: "English",
    create: "Create",
    stranger: "new here",
  },
  zh: {
    tagline: "桌上的 Telegram",
    switchTo: "English",
    filter: "查找人或群",
    people: "人",
    groups: "群",
    addPerson: "+ 新的人",
    back: "返回列表",
    welcomeTitle: "选一个人",
    welcomeText: "这里人人都由你来扮演：从左边选一个人，像他那样跟机器人说话。",
    start: "开始",
    startHint: "{name}还没有给机器人发过消息。",
    youAre: "这就是你，正在和 {bot} 对话",
    members: "{count} 位成员 · 你是",
    membersShort: "{count} 位成员",
    placeholder: "写消息…",
    send: "发送",
    attachPhotos: "照片",
    attachFile: "文件",
    shareLocation: "位置",
    shareContact: "名片",
    attach: "附件",
    menu: "菜单",
    noCommands: "机器人还没有设置命令。",
    remove: "移除",
    edited: "已编辑",
    edit: "编辑",
    reply: "回复",
    react: "表情",
    close: "关闭",
    editing: "正在编辑你的消息",
    forwardedFrom: "转发自 {name}",
    pickPlace: "你在哪里？",
    pickPlaceHint: "点一下平面图，或用方向键移动图钉。",
    sendPlace: "发送这个位置",
    liveLocation: "实时位置",
    location: "位置",
    planOf: "平面图，图钉在 {place}",
    photo: "照片",
    video: "视频",
    voice: "语音",
    sticker: "贴纸",
    animation: "动图",
    document: "文件",
    audio: "音频",
    contact: "名片",
    poll: "投票",
    quiz: "测验",
    finalResults: "已结束",
    votes: "{count} 票",
    earlier: "显示更早的消息",
    copied: "已复制：{text}",
    notHere: "这个按钮在沙盒里不可用。",
    noAnswer: "机器人还没有回应这次点按。",
    lost: "沙盒没有运行，正在等待…",
    joined: "{name} 加入了群",
    left: "{name} 离开了群",
    pinned: "置顶了一条消息",
    service: "群有变动",
    clock: "这里的时间",
    clockFrozen: "时间已停住",
    hour: "+1 小时",
    day: "+1 天",
    newPerson: "新的人",
    firstName: "名字",
    lastName: "姓（可不填）",
    language: "他的语言",
    chinese: "中文",
    english: "英文",
    create: "创建",
    stranger: "新来的",
  },
};

const REMEMBERED = "sandbox.language";
let language = localStorage.getItem(REMEMBERED) ?? (navigator.language.startsWith("zh") ? "zh" : "en");

export const currentLanguage = () => language;

/** The words for `key` with `{name}`s filled in. */
export function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem(REMEMBERED, language);
}

/** Puts words into everything in the document that names them by `data-words…`. */
export function wordDocument() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = say(node.dataset.words);
  for (const node of document.querySelectorAll("[data-words-placeholder]")) {
    node.placeholder = say(node.dataset.wordsPlaceholder);
    node.setAttribute("aria-label", node.placeholder);
  }
  for (const node of document.querySelectorAll("[data-words-label]")) {
    node.setAttribute("aria-label", say(node.dataset.wordsLabel));
  }
}

export function timeOfDay(milliseconds) {
  return new Date(milliseconds).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function dayName(milliseconds) {
  return new Date(milliseconds).toLocaleDateString(language, { month: "long", day: "numeric", weekday: "short" });
}
