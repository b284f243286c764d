/** What a distillation needs besides the loop of every training: the teacher's view of the images, and the start in closed form. */
package org.nec4j.distill;
