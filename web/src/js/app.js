// Enhancements of every page. Each module looks for its own attributes and does nothing where they are absent.
import { clocks } from "./clock.js";
import { copyButtons } from "./copy.js";
import { drafts } from "./draft.js";
import { forms } from "./form.js";
import { liveRegions } from "./live.js";
import { photoFields } from "./photo.js";
import { refreshing } from "./refresh.js";
import { rowKeys } from "./table.js";
import { tryForms } from "./try.js";

clocks(document);
drafts(document);
forms(document);
photoFields(document);
liveRegions(document);
refreshing(document);
rowKeys(document);
copyButtons(document);
tryForms(document);
