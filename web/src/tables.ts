/** A region that does not scroll need not be a stop for the Tab key. */
export function scrollRegions(): void {
  const regions = document.querySelectorAll<HTMLElement>(".cb-scroll");
  const judge = (): void => {
    for (const region of regions) {
      const scrolls = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight;
      if (scrolls) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  judge();
  window.addEventListener("resize", judge);
}
