/** The drawn plan: areas, streets and places of a GeoJSON collection as SVG, in metres around its middle. */

import { element, shape } from "./elements.js";
import { currentLanguage, say } from "./words.js";

const METRES_PER_DEGREE = 111_320;
const TINTS = 6; // colours of areas in the stylesheet
const MARGIN = 0.06; // of the plan's width, around it
const CLOSE_UP = 1600; // metres across, for a place in a message
const EMPTY = { west: -1000, south: -750, east: 1000, north: 750 }; // metres, of a plan without anything on it

export class Plan {
  /**
   * @param {{features: Array<object>}} collection GeoJSON in WGS-84; `properties.name` is written beside features, or
   *   `name_zh` and `name_en`, whichever language the page speaks
   */
  constructor(collection) {
    this.features = collection.features;
    const points = this.features.flatMap((feature) => positions(feature.geometry));
    const longitudes = points.map(([longitude]) => longitude);
    const latitudes = points.map(([, latitude]) => latitude);
    this.middle = points.length > 0 ? [halfway(longitudes), halfway(latitudes)] : [0, 0];
    this.bounds = points.length > 0 ? this.#boundsOf(points) : EMPTY;
  }

  /** Metres east and south of the middle. */
  project([longitude, latitude]) {
    const [east, north] = this.middle;
    return [(longitude - east) * this.#metresPerLongitude(), (north - latitude) * METRES_PER_DEGREE];
  }

  /** The position `{longitude, latitude}` at metres east and south of the middle. */
  position([x, y]) {
    return {
      longitude: round(this.middle[0] + x / this.#metresPerLongitude()),
      latitude: round(this.middle[1] - y / METRES_PER_DEGREE),
    };
  }

  /** The whole plan with a pin that follows clicks and arrow keys; tells `onMove` the new position. */
  picker(start, onMove) {
    const { west, north, east, south } = this.bounds;
    let at = this.project([start.longitude, start.latitude]);
    const pin = pinShape((east - west) / 22);
    const drawing = this.#drawing([west, north, east - west, south - north], [pin]);
    const move = (point) => {
      at = [clamp(point[0], west, east), clamp(point[1], north, south)];
      pin.setAttribute("transform", `translate(${at[0]} ${at[1]})`);
      onMove(this.position(at));
    };
    drawing.classList.add("pickable");
    drawing.setAttribute("tabindex", "0");
    drawing.addEventListener("click", (event) => move(pointIn(drawing, event)));
    drawing.addEventListener("keydown", (event) => {
      const step = stepOf(event, (east - west) / 60);
      if (step === null) return;
      event.preventDefault();
      move([at[0] + step[0], at[1] + step[1]]);
    });
    move(at);
    return drawing;
  }

  /** A close-up of one place, for a message. */
  closeUp({ longitude, latitude }) {
    const [x, y] = this.project([longitude, latitude]);
    const height = CLOSE_UP / 2;
    const pin = pinShape(CLOSE_UP / 13);
    pin.setAttribute("transform", `translate(${x} ${y})`);
    const drawing = this.#drawing([x - CLOSE_UP / 2, y - height * 0.6, CLOSE_UP, height], [pin]);
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", say("planOf", { place: placeName({ longitude, latitude }) }));
    return drawing;
  }

  #drawing(box, above) {
    const paper = shape("rect", { x: box[0], y: box[1], width: box[2], height: box[3], class: "paper" });
    const letters = box[2] / 38; // height of names, in metres
    const drawn = this.features.map((feature, index) => this.#feature(feature, index, letters));
    const names = this.features.map((feature) => this.#name(feature, letters));
    return shape("svg", { viewBox: box.join(" "), class: "plan" }, paper, ...drawn, ...names, ...above);
  }

  #feature({ geometry }, index, letters) {
    switch (geometry.type) {
      case "Polygon":
      case "MultiPolygon":
        return shape("path", { d: this.#path(rings(geometry), "Z"), class: `area tint-${index % TINTS}` });
      case "LineString":
        return shape("path", { d: this.#path([geometry.coordinates], ""), class: "street" });
      default: {
        const [x, y] = this.project(geometry.coordinates);
        return shape("circle", { cx: x, cy: y, r: letters / 2.4, class: "place" });
      }
    }
  }

  #name({ geometry, properties }, letters) {
    const words = nameIn(properties)?.split(" ") ?? []; // one below the other: areas are as narrow as a word
    const [x, y] = this.project(middleOf(geometry));
    const beside = x + (geometry.type === "Point" ? letters * 0.8 : 0);
    const top = y + letters * (0.85 - words.length / 2);
    const lines = words.map((word, index) => shape("tspan", { x: beside, y: top + index * letters }, word));
    return shape("text", { "font-size": letters, class: `name of-${geometry.type}` }, ...lines);
  }

  #path(lines, end) {
    return lines.map((line) => `M${line.map((point) => this.project(point).join(" ")).join("L")}${end}`).join("");
  }

  #boundsOf(points) {
    const projected = points.map((point) => this.project(point));
    const xs = projected.map(([x]) => x);
    const ys = projected.map(([, y]) => y);
    const margin = (Math.max(...xs) - Math.min(...xs) || CLOSE_UP) * MARGIN;
    return {
      west: Math.min(...xs) - margin,
      east: Math.max(...xs) + margin,
      north: Math.min(...ys) - margin,
      south: Math.max(...ys) + margin,
    };
  }

  #metresPerLongitude() {
    return METRES_PER_DEGREE * Math.cos((this.middle[1] * Math.PI) / 180);
  }
}

export const placeName = ({ longitude, latitude }) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;

/** A place as it stands in a message: close-up, title and coordinates. */
export function placeCard(plan, location, title, detail) {
  return element(
    "figure",
    { class: "place-card" },
    plan.closeUp(location),
    element(
      "figcaption",
      {},
      title && element("strong", {}, title),
      detail && element("span", {}, detail),
      element("small", {}, placeName(location)),
    ),
  );
}

const nameIn = (properties) => properties?.name ?? properties?.[`name_${currentLanguage()}`];

function pinShape(size) {
  const [r, d] = [size * 0.5, size * 1.6];
  const left = `C${-r * 0.3} ${-d * 0.4} ${-r} ${-d * 0.45} ${-r} ${-d * 0.7}`;
  const right = `C${r} ${-d * 0.45} ${r * 0.3} ${-d * 0.4} 0 0`;
  const outline = `M0 0${left}A${r} ${r} 0 1 1 ${r} ${-d * 0.7}${right}Z`;
  return shape(
    "g",
    { class: "pin" },
    shape("ellipse", { rx: r * 0.6, ry: r * 0.22, class: "pin-shadow" }),
    shape("path", { d: outline }),
    shape("circle", { cy: -d * 0.7, r: r * 0.4, class: "pin-hole" }),
  );
}

function pointIn(drawing, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  return [point.x, point.y];
}

function stepOf(event, length) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const direction = steps[event.key];
  return direction ? direction.map((way) => way * (event.shiftKey ? length / 5 : length)) : null;
}

function positions(geometry) {
  if (geometry.type === "Point") return [geometry.coordinates];
  return geometry.type === "LineString" ? geometry.coordinates : rings(geometry).flat();
}

const rings = (geometry) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat());

function middleOf(geometry) {
  const points = geometry.type === "Point" ? [geometry.coordinates] : positions(geometry);
  return [halfway(points.map(([longitude]) => longitude)), halfway(points.map(([, latitude]) => latitude))];
}

const halfway = (numbers) => (Math.min(...numbers) + Math.max(...numbers)) / 2;
const clamp = (number, lowest, highest) => Math.min(Math.max(number, lowest), highest);
const round = (degrees) => Math.round(degrees * 1e6) / 1e6; // about 10 cm
