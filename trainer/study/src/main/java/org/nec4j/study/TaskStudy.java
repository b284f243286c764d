package org.nec4j.study;

import java.util.List;
import java.util.Map;

/** What a study compares systems by: the part of it that depends on what is judged. */
interface TaskStudy {
    /** How many test images there are. */
    int testImages();

    /** Its rate points. */
    List<RatePointTask> tasks();

    /** How many images of what it learns from and is scored on. */
    String data();

    /** The other lines above a table that say what was measured. */
    Map<String, String> header();

    /** What took how long; empty where nothing was measured. */
    default String spent() {
        return "";
    }
}
