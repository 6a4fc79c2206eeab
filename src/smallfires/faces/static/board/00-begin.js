// Everything on the board works without this script. It only makes some of it quicker.
"use strict";
document.documentElement.classList.add("sf-live");
