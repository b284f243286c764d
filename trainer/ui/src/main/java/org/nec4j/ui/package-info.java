/** DL4J's training page behind {@link org.nec4j.train.TrainingUi}, on this machine alone. Built only where it is asked for. */
package org.nec4j.ui;
