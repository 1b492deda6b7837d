// Fingers that shake tap twice, and by the second tap another button may stand where the first one stood.

const STEADY = 700; // ms within which a tap was meant for what stood there at the tap before

/** After a tap in one of these places the style sheet lets none of their buttons be tapped, but one that stops. */
export function steady(places: HTMLElement[]): void {
  const { dataset } = document.body;
  let timer: ReturnType<typeof setTimeout> | undefined;
  for (const place of places) {
    place.addEventListener("click", (event) => {
      if (event.detail === 0) return; // by keyboard: who has moved on to another button means that one
      clearTimeout(timer);
      dataset["tapped"] = "";
      timer = setTimeout(() => delete dataset["tapped"], STEADY);
    });
    place.addEventListener("keydown", (event) => event.key === "Enter" && event.repeat && event.preventDefault());
  }
}
