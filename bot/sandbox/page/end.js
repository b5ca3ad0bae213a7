/** The end of a scrolling box, kept in view while its reader is there: whatever grows in it or takes room from it. */

const NEAR = 120; // pixels from the end within which one reads the newest

export class End {
  /** @param {HTMLElement} box scrolls `content` */
  constructor(box, content) {
    this.box = box;
    this.isFollowed = true;
    this.last = 0;
    box.addEventListener("scroll", () => this.#onScroll());
    const sizes = new ResizeObserver(() => this.isFollowed && this.show());
    sizes.observe(box);
    sizes.observe(content);
  }

  show() {
    this.isFollowed = true;
    this.box.scrollTop = this.box.scrollHeight;
  }

  /** Only who scrolls up has left the end; it may as well have moved away because a picture arrived. */
  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR;
    if (isNear || scrollTop < this.last) this.isFollowed = isNear;
    this.last = scrollTop;
  }
}
