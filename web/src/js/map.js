// Maps drawn from the office's own GeoJSON, without any tile server. The page's markup says what is shown: see web/README.md.
import "./floor.js";
import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import { ScaleLine, Zoom } from "ol/control";
import { createEmpty, extend, isEmpty } from "ol/extent";
import GeoJSON from "ol/format/GeoJSON";
import { Point } from "ol/geom";
import { circular } from "ol/geom/Polygon";
import { defaults as interactions, Translate } from "ol/interaction";
import Collection from "ol/Collection";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat, toLonLat } from "ol/proj";
import Cluster from "ol/source/Cluster";
import VectorSource from "ol/source/Vector";
import { make } from "./dom.js";
import { accuracyStyle, areaStyle, pinStyle, pointStyle } from "./map-style.js";

// Data and form fields are WGS-84 degrees (CGCS2000 agrees to centimetres); only the picture is Mercator.
const FORMAT = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" });

document.querySelectorAll(".xg-map[data-map]").forEach((box) => start(/** @type {HTMLElement} */ (box)));

/** @param {HTMLElement} box */
function start(box) {
  const layers = (box.dataset.layers ?? "").split(",").filter(Boolean);
  const given = box.dataset.lng && box.dataset.lat ? [Number(box.dataset.lng), Number(box.dataset.lat)] : null;
  const ground = new VectorSource();
  // A picture for a room: large names, nothing to press.
  const picture = box.hasAttribute("data-picture");
  const label = box.getAttribute("aria-label") ?? "地图";
  box.removeAttribute("aria-label");
  box.replaceChildren();
  const map = new OlMap({
    target: box,
    layers: [new VectorLayer({ source: ground, style: areaStyle({ focus: box.dataset.focus, shaded: Boolean(box.dataset.shades), large: picture }), declutter: true, updateWhileAnimating: false })],
    controls: picture ? [] : [new Zoom({ zoomInTipLabel: "放大", zoomOutTipLabel: "缩小" }), new ScaleLine()],
    // On a phone one finger scrolls the page past a map that is only read; in pick mode it moves the map.
    interactions: picture ? [] : interactions({ altShiftDragRotate: false, pinchRotate: false, onFocusOnly: false }),
    view: new View({ center: fromLonLat(given ?? [114.07, 32.13]), zoom: Number(box.dataset.zoom) || 16, minZoom: 11, maxZoom: 20, enableRotation: false }),
  });
  const viewport = /** @type {HTMLElement} */ (map.getViewport());
  if (picture) {
    viewport.setAttribute("role", "img");
    viewport.setAttribute("aria-label", label);
  } else {
    viewport.tabIndex = 0;
    viewport.setAttribute("role", "application");
    viewport.setAttribute("aria-label", `${label}，方向键移动，加减号缩放${box.dataset.pick ? "，回车把标记放在中心" : ""}`);
    // The keyboard handler of OpenLayers listens on the target; the viewport inside it has the focus.
    keyboard(map, viewport, box);
  }

  Promise.all(layers.map((url) => fetch(url).then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(reply.statusText))))))
    .then((parts) => {
      for (const part of parts) ground.addFeatures(FORMAT.readFeatures(part));
      if (box.dataset.shades) shades(ground, box.dataset.shades);
      if (!given) fit(map, ground, box.dataset.focus);
      box.dataset.ready = "";
    })
    .catch(() => box.append(make("p", { class: "xg-map-tip", role: "status" }, "底图没有取到，仍可填写地址文字")));

  if (box.dataset.points) points(map, box.dataset.points, box);
  if (box.dataset.pick) pick(map, box, given);
  else if (given) pin(map, given);
}

/**
 * How dark each grid is, by its code; grids that are not named are the lightest. Fetched again whenever the page was renewed.
 * @param {VectorSource} ground @param {string} url
 */
function shades(ground, url) {
  const load = async () => {
    const reply = await fetch(url);
    if (!reply.ok) return;
    const steps = await reply.json();
    for (const feature of ground.getFeatures()) if (feature.get("kind") === "grid") feature.set("shade", steps[feature.get("code")] ?? 0);
  };
  load().catch(() => undefined);
  document.addEventListener("xg:renewed", () => load().catch(() => undefined));
}

/** @param {OlMap} map @param {VectorSource} source @param {string | undefined} focus */
function fit(map, source, focus) {
  const box = createEmpty();
  for (const feature of source.getFeatures()) {
    if (focus !== undefined && feature.get("code") !== focus) continue;
    extend(box, /** @type {import("ol/geom").Geometry} */ (feature.getGeometry()).getExtent());
  }
  if (!isEmpty(box)) map.getView().fit(box, { padding: [12, 12, 12, 12], maxZoom: 18 });
}

/** @param {OlMap} map @param {HTMLElement} viewport @param {HTMLElement} box */
function keyboard(map, viewport, box) {
  viewport.addEventListener("keydown", (event) => {
    if (event.target !== viewport) return;
    const view = map.getView();
    const far = 60 * (view.getResolution() ?? 1);
    const moves = /** @type {Record<string, number[]>} */ ({ ArrowUp: [0, far], ArrowDown: [0, -far], ArrowLeft: [-far, 0], ArrowRight: [far, 0] });
    const zooms = /** @type {Record<string, number>} */ ({ "+": 0.5, "=": 0.5, "-": -0.5 });
    if (event.key in moves) {
      const [x, y] = view.getCenter() ?? [0, 0];
      view.setCenter([x + moves[event.key][0], y + moves[event.key][1]]);
    } else if (event.key in zooms) {
      view.setZoom((view.getZoom() ?? 16) + zooms[event.key]);
    } else return;
    box.dataset.keys = "";
    event.preventDefault();
  });
  viewport.addEventListener("blur", () => delete box.dataset.keys);
}

/** @param {OlMap} map @param {number[]} lngLat */
function pin(map, lngLat) {
  const feature = new Feature(new Point(fromLonLat(lngLat)));
  map.addLayer(new VectorLayer({ source: new VectorSource({ features: [feature] }), style: pinStyle, zIndex: 10 }));
  return feature;
}

/** @param {OlMap} map @param {string} url @param {HTMLElement} box */
function points(map, url, box) {
  const source = new VectorSource({ url, format: FORMAT });
  const layer = new VectorLayer({ source: new Cluster({ source, distance: 30, minDistance: 18 }), style: pointStyle, zIndex: 9 });
  map.addLayer(layer);
  const tip = make("p", { class: "xg-map-tip", hidden: "" });
  box.append(tip);
  map.on("pointermove", (event) => {
    const [cluster] = map.getFeaturesAtPixel(event.pixel, { layerFilter: (l) => l === layer, hitTolerance: 4 });
    const members = /** @type {Feature[]} */ (cluster?.get("features") ?? []);
    box.classList.toggle("xg-map--hand", members.length > 0);
    tip.hidden = members.length === 0;
    tip.textContent = members.length === 1 ? members[0].get("title") : `${members.length} 件，点击放大`;
  });
  map.on("singleclick", (event) => {
    const [cluster] = map.getFeaturesAtPixel(event.pixel, { layerFilter: (l) => l === layer, hitTolerance: 8 });
    const members = /** @type {Feature[]} */ (cluster?.get("features") ?? []);
    const view = map.getView();
    if (members.length === 1 || (members.length && (view.getZoom() ?? 0) >= 19)) location.assign(members[0].get("href"));
    else if (members.length) view.animate({ center: event.coordinate, zoom: (view.getZoom() ?? 15) + 2, duration: still() ? 0 : 200 });
  });
}

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {OlMap} map @param {HTMLElement} box @param {number[] | null} given */
function pick(map, box, given) {
  const [lngId, latId] = (box.dataset.pick ?? "").split(",");
  const lng = /** @type {HTMLInputElement} */ (document.getElementById(lngId));
  const lat = /** @type {HTMLInputElement} */ (document.getElementById(latId));
  const twin = document.querySelector(`[data-map-twin="${box.id}"]`);
  const here = document.querySelector(`[data-map-here="${box.id}"]`);
  box.append(make("div", { class: "xg-map-cross", "aria-hidden": "true" }));
  // Values already in the form (a page that came back with errors, a restored draft) win over the default.
  const held = lng.value && lat.value ? [Number(lng.value), Number(lat.value)] : null;
  /** @type {Feature<Point> | null} */
  let marker = null;
  let byHand = held !== null;
  const movable = new Collection();
  map.addInteraction(new Translate({ features: /** @type {any} */ (movable), hitTolerance: 16 }));
  const halo = new VectorSource();
  map.addLayer(new VectorLayer({ source: halo, style: accuracyStyle, zIndex: 8 }));

  const set = (/** @type {number[]} */ lngLat, /** @type {"hand" | "device"} */ how) => {
    if (!marker) {
      marker = pin(map, lngLat);
      movable.push(marker);
    }
    marker.getGeometry()?.setCoordinates(fromLonLat(lngLat));
    if (how === "hand") {
      byHand = true;
      halo.clear();
    }
    lng.value = lngLat[0].toFixed(6);
    lat.value = lngLat[1].toFixed(6);
    lng.dispatchEvent(new Event("input", { bubbles: true }));
    say(lngLat);
  };
  const say = async (/** @type {number[]} */ [x, y]) => {
    if (!twin || !box.dataset.locate) return;
    try {
      const reply = await fetch(`${box.dataset.locate}?lng=${x.toFixed(6)}&lat=${y.toFixed(6)}`);
      twin.textContent = `当前位置：${reply.ok ? (await reply.json()).text : "不在本街道范围内"}`;
    } catch {
      twin.textContent = "当前位置：已标记（网络不通，所属网格由系统稍后判定）";
    }
  };

  if (held ?? (box.hasAttribute("data-pin") ? given : null)) {
    const at = /** @type {number[]} */ (held ?? given);
    map.getView().setCenter(fromLonLat(at));
    set(at, "hand");
  }
  map.on("singleclick", (event) => set(toLonLat(event.coordinate), "hand"));
  map.getInteractions().forEach((i) => {
    if (i instanceof Translate) i.on("translateend", (event) => set(toLonLat(event.coordinate), "hand"));
  });
  const viewport = /** @type {HTMLElement} */ (map.getViewport());
  viewport.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== viewport) return;
    event.preventDefault();
    set(toLonLat(map.getView().getCenter() ?? [0, 0]), "hand");
  });
  if (here instanceof HTMLButtonElement) locate(here, map, halo, set, () => byHand, () => { byHand = false; }, twin);
}

/**
 * 我在这里: the device's position, which arrives late and in several guesses. A pin set by hand in the meantime stays (trap G10).
 * @param {HTMLButtonElement} button
 * @param {OlMap} map
 * @param {VectorSource} halo
 * @param {(lngLat: number[], how: "hand" | "device") => void} set
 * @param {() => boolean} isByHand
 * @param {() => void} release
 * @param {Element | null} twin
 */
function locate(button, map, halo, set, isByHand, release, twin) {
  // Browsers give a position only over HTTPS.
  button.hidden = !("geolocation" in navigator) || !window.isSecureContext;
  button.addEventListener("click", () => {
    release();
    button.setAttribute("aria-busy", "true");
    const done = () => button.removeAttribute("aria-busy");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      done();
      if (isByHand()) return;
      const at = [coords.longitude, coords.latitude];
      set(at, "device");
      halo.clear();
      halo.addFeature(new Feature(circular(at, coords.accuracy).transform("EPSG:4326", "EPSG:3857")));
      map.getView().setCenter(fromLonLat(at));
      const accuracy = /** @type {HTMLInputElement | null} */ (document.getElementById(button.dataset.accuracy ?? ""));
      if (accuracy) accuracy.value = String(Math.round(coords.accuracy));
    }, () => {
      done();
      if (twin) twin.textContent = "没有取到手机位置，请在地图上点选，或填写地址";
    }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 });
  });
}
