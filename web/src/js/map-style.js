// How the map is drawn: paper, teal borders, quiet buildings. `properties.kind` chooses the style.
import { MultiPoint, Point } from "ol/geom";
import { fromLonLat } from "ol/proj";
import { Circle, Fill, RegularShape, Stroke, Style, Text } from "ol/style";

const FACE = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const HALO = new Stroke({ color: "rgba(255,254,251,.9)", width: 3 });
/** Five steps for `properties.shade` 0..4; the legend in the page repeats them. */
export const SHADES = ["#f4f1e8", "#f3dfc4", "#eabf94", "#d98a62", "#b4492c"];

/** @param {string} text @param {string} font @param {string} color @param {object} [more] */
const label = (text, font, color, more = {}) => new Text({ text, font: `${font} ${FACE}`, fill: new Fill({ color }), stroke: HALO, overflow: true, ...more });

/** @type {Record<string, Style>} */
const PLAIN = {
  park: new Style({ fill: new Fill({ color: "#dde8d2" }), zIndex: 1 }),
  water: new Style({ fill: new Fill({ color: "#c9dde2" }), stroke: new Stroke({ color: "#c9dde2", width: 3 }), zIndex: 1 }),
  compound: new Style({ fill: new Fill({ color: "#efe8da" }), stroke: new Stroke({ color: "#e0d7c4", width: 1 }), zIndex: 2 }),
  building: new Style({ fill: new Fill({ color: "#dccfb9" }), stroke: new Stroke({ color: "#bfb097", width: 0.75 }), zIndex: 4 }),
};
/** Metres a pixel below which a grid is named in full and its community no more. */
const NEAR = 2.5;
/** Width of a road in metres on the ground, by class. */
const ROAD_METRES = /** @type {Record<string, number>} */ ({ primary: 26, secondary: 18, tertiary: 12, lane: 5 });

/**
 * One style function for all areas. Labels appear as the eye comes near: communities, then grids, then roads and buildings.
 * @param {{ focus?: string, shaded: boolean, large: boolean }} options `focus` is the code of the area to stress
 */
export function areaStyle({ focus, shaded, large }) {
  const size = large ? Math.max(14, window.innerWidth / 75) : 14;
  return (/** @type {import("ol/Feature").FeatureLike} */ feature, /** @type {number} */ resolution) => {
    const kind = feature.get("kind");
    const name = feature.get("name") ?? "";
    switch (kind) {
      case "street":
      case "outline":
        return new Style({ stroke: new Stroke({ color: "#0a3a3e", width: 3 }), zIndex: 8 });
      case "community":
        return [
          new Style({ stroke: new Stroke({ color: "#0e4f54", width: 2 }), zIndex: 7 }),
          new Style({ geometry: labelPoint(feature), text: resolution > NEAR ? label(name, `600 ${size}px`, "#0a3a3e") : undefined, zIndex: 20 }),
        ];
      case "grid": {
        const shade = shaded ? feature.get("shade") : undefined;
        const stressed = focus !== undefined && feature.get("code") === focus;
        return [
          new Style({
            fill: new Fill({ color: shade === undefined ? (stressed ? "rgba(14,79,84,.12)" : "rgba(255,255,255,.01)") : `${SHADES[shade] ?? SHADES[0]}cc` }),
            stroke: new Stroke({ color: stressed ? "#a92f18" : "#5d8583", width: stressed ? 2.5 : 1, lineDash: stressed ? undefined : [5, 4] }),
            zIndex: shade === undefined ? 6 : 5,
          }),
          new Style({ geometry: labelPoint(feature), text: !large && resolution > 0.5 && resolution <= 5 ? label(resolution > NEAR ? name.replace(/^.*社区/, "") : name, "12px", "#274b4c") : undefined, zIndex: 19 }),
        ];
      }
      case "road": {
        const metres = ROAD_METRES[feature.get("class")] ?? 10;
        const width = Math.max(feature.get("class") === "lane" ? 0.75 : 1.25, Math.min(22, metres / resolution / 1.2));
        const text = name && resolution < 5 ? label(name, "12px", "#6b5f49", { placement: "line", maxAngle: 0.4, repeat: 400 }) : undefined;
        return [
          new Style({ stroke: new Stroke({ color: "#d3c9b6", width: width + 1.25, lineCap: "round" }), zIndex: 3 }),
          new Style({ stroke: new Stroke({ color: "#fffefb", width, lineCap: "round" }), zIndex: 3.5 }),
          ...(text ? [new Style({ text, zIndex: 16 })] : []),
        ];
      }
      case "building":
        if (resolution > 5) return undefined;
        return name && resolution < 0.9 ? [PLAIN.building, new Style({ text: label(name, "11px", "#5b4f3a"), zIndex: 18 })] : PLAIN.building;
      case "park":
      case "water":
      case "compound":
        return name && resolution < (kind === "compound" ? 0.95 : 3)
          ? [PLAIN[kind], new Style({ text: label(name, "12px", kind === "water" ? "#2c6270" : kind === "park" ? "#3f6232" : "#6b5f49"), zIndex: 17 })]
          : PLAIN[kind];
      default:
        return new Style({ stroke: new Stroke({ color: "#7d8783", width: 1 }) });
    }
  };
}

/** @param {import("ol/Feature").FeatureLike} feature */
function labelPoint(feature) {
  const at = feature.get("label");
  if (Array.isArray(at)) return new Point(fromLonLat(at));
  const geometry = /** @type {any} */ (feature.getGeometry());
  return geometry.getInteriorPoint?.() ?? new MultiPoint(geometry.getInteriorPoints?.().getCoordinates() ?? []);
}

export const pinStyle = [
  new Style({ image: new Circle({ radius: 4, fill: new Fill({ color: "rgba(0,0,0,.25)" }) }) }),
  new Style({ image: new RegularShape({ points: 3, radius: 9, angle: Math.PI, displacement: [0, 8], fill: new Fill({ color: "#a92f18" }) }) }),
  new Style({ image: new Circle({ radius: 11, displacement: [0, 20], fill: new Fill({ color: "#a92f18" }), stroke: new Stroke({ color: "#fff", width: 2.5 }) }) }),
  new Style({ image: new Circle({ radius: 3.5, displacement: [0, 20], fill: new Fill({ color: "#fff" }) }) }),
];
export const accuracyStyle = new Style({ fill: new Fill({ color: "rgba(14,79,84,.12)" }), stroke: new Stroke({ color: "#0e4f54", width: 1 }) });

/** A case point, or a cluster of them with its count. Late ones are square as well as red. */
export function pointStyle(/** @type {import("ol/Feature").FeatureLike} */ cluster) {
  const members = /** @type {import("ol").Feature[]} */ (cluster.get("features"));
  const late = members.some((f) => f.get("tone") === "late");
  const many = members.length > 1;
  const look = { fill: new Fill({ color: late ? "#a92f18" : "#0e4f54" }), stroke: new Stroke({ color: "#fffefb", width: 2 }) };
  return new Style({
    image: late
      ? new RegularShape({ ...look, points: 4, angle: Math.PI / 4, radius: many ? 17 : 9 })
      : new Circle({ ...look, radius: many ? 13 : 7 }),
    text: many ? new Text({ text: String(members.length), font: `600 12px ${FACE}`, fill: new Fill({ color: "#fff" }) }) : undefined,
  });
}
