// What OpenLayers expects and the floor (Chromium 86, Safari 14.1) lacks.
if (!Object.hasOwn) Object.hasOwn = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
