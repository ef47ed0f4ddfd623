// What the grid says, in the language of its page.

type Say = (...parts: (number | string)[]) => string;
type Words = Record<
  | "help" | "changed" | "doubtful" | "nothing" | "pasted" | "grew" | "noRoom" | "noColumns" | "locked" | "adopt" | "adoptAll"
  | "undo" | "close" | "leaving" | "before" | "typed" | "row" | "panel" | "cell" | "emptied" | "loading" | "filled" | "filledLocked" | "options",
  Say
>;

const zh: Words = {
  help: () => "方向键移动，直接打字或按 F2、Enter 编辑，Ctrl+C、Ctrl+V 与 Excel 互贴，Ctrl+D 向下填充，Ctrl+Z 撤销，空格选整行，Ctrl+Enter 检查。按 Esc 再按 Tab 离开表格，F6 到下一区域。",
  changed: (n) => `已改 ${n} 格`,
  doubtful: (n) => `需确认 ${n} 格`,
  nothing: () => "还没有改动",
  pasted: (rows, cells, written, doubtful) => `已识别 ${rows} 行 ${cells} 格：填入 ${written} 格，需确认 ${doubtful} 格。还没有写入清单。`,
  grew: (rows) => `超出末行的 ${rows} 行，作为新增的行放在表末。`,
  noRoom: (rows, room) => `没有粘贴：粘贴的有 ${rows} 行，从这里往下只有 ${room} 行，这张表不能加行。一格都没有动，请从靠上的行开始，或少选几行。`,
  noColumns: (columns, room) => `没有粘贴：粘贴的有 ${columns} 列，从这里往右只有 ${room} 列。一格都没有动，请从靠左的列开始。`,
  locked: (n) => `其中 ${n} 格不由您填，没有动。`,
  adopt: (text) => `采用 ${text}`,
  adoptAll: (n) => `全部采用（${n}）`,
  undo: () => "撤销这次粘贴",
  close: () => "收起",
  leaving: () => "再按 Tab 离开表格。",
  before: () => "上次",
  typed: (text) => `原文 ${text}`,
  row: (n) => `第 ${n} 行`,
  panel: () => "粘贴结果",
  cell: (column, row) => `${column}，第 ${row} 行`,
  emptied: () => "（空）",
  loading: (n) => `正在载入，已有 ${n} 行……`,
  filled: (n) => `已向下填充 ${n} 格。`,
  filledLocked: () => "这一格不由您填。",
  options: () => "可选的名称",
};

const en: Words = {
  help: () => "Arrow keys move; type, F2 or Enter edits; Ctrl+C and Ctrl+V exchange with spreadsheets; Ctrl+D fills down; Ctrl+Z undoes; Space selects the row; Ctrl+Enter checks. Escape then Tab leaves the grid, F6 goes to the next region.",
  changed: (n) => `${n} cells changed`,
  doubtful: (n) => `${n} to confirm`,
  nothing: () => "nothing changed yet",
  pasted: (rows, cells, written, doubtful) => `${rows} rows, ${cells} cells recognised: ${written} filled in, ${doubtful} to confirm. Nothing is written to the list yet.`,
  grew: (rows) => `${rows} rows past the end were added as new rows.`,
  noRoom: (rows, room) => `Not pasted: there are ${rows} rows, and only ${room} from here down; this sheet cannot grow. No cell was touched. Begin further up, or copy fewer rows.`,
  noColumns: (columns, room) => `Not pasted: there are ${columns} columns, and only ${room} from here on. No cell was touched. Begin further left.`,
  locked: (n) => `${n} of the cells are not yours to fill in and were left alone.`,
  adopt: (text) => `Use ${text}`,
  adoptAll: (n) => `Use all (${n})`,
  undo: () => "Undo this paste",
  close: () => "Close",
  leaving: () => "Press Tab again to leave the grid.",
  before: () => "Last value",
  typed: (text) => `written ${text}`,
  row: (n) => `row ${n}`,
  panel: () => "What was pasted",
  cell: (column, row) => `${column}, row ${row}`,
  emptied: () => "(empty)",
  loading: (n) => `Loading, ${n} rows so far…`,
  filled: (n) => `${n} cells filled down.`,
  filledLocked: () => "This cell is not yours to fill in.",
  options: () => "Names to choose from",
};

/** The words of the page. */
export const words: Words = document.documentElement.lang === "en" ? en : zh;
