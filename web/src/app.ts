// Progressive enhancement only: every page works without this file.
import { closeOnEscape, menus } from "./menus";
import { errorSummary, files, once, reveal } from "./forms";
import { calendars } from "./dates";
import { verdictKeys } from "./keys";
import { scrollRegions } from "./tables";

document.documentElement.classList.add("cb-js");
errorSummary();
menus();
closeOnEscape();
reveal();
once();
files();
calendars();
scrollRegions();
verdictKeys();
