// Every day from 2004 to 2026 as npm chinese-days sees it: date, tab, work or off.
const { isWorkday } = require("chinese-days");

const lines = [];
for (const day = new Date("2004-01-01T00:00:00Z"); day.getUTCFullYear() < 2027; day.setUTCDate(day.getUTCDate() + 1)) {
  const date = day.toISOString().slice(0, 10);
  lines.push(`${date}\t${isWorkday(date) ? "work" : "off"}`);
}
console.log(lines.join("\n"));
