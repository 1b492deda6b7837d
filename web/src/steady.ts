// Fingers that shake tap twice, and by the second tap another button may stand where the first one stood.

const STEADY = 700; // ms within which a tap was meant for what stood there at the tap before

/**
 * After a tap on a button in one of these places the style sheet lets none of them be tapped, but what stops or calls
 * for help. The time is not begun anew by taps that fell on nothing: who taps on gets through.
 *
 * @param turns the button that turns into its opposite, which must not be pressed twice by keyboard either
 */
export function steady(places: HTMLElement[], turns: HTMLElement): void {
  const { dataset } = document.body;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turned = -Infinity;
  const press = (event: MouseEvent): void => {
    const button = (event.target as Element).closest("button");
    if (event.detail === 0) {
      // by keyboard: who has moved on to another button means that one
      if (button !== turns) return;
      if (event.timeStamp - turned < STEADY) event.stopPropagation();
      turned = event.timeStamp;
    } else if (button) {
      clearTimeout(timer);
      dataset["tapped"] = "";
      timer = setTimeout(() => delete dataset["tapped"], STEADY);
    }
  };
  for (const place of places) place.addEventListener("click", press, { capture: true });
}
