package org.nec4j.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;

/**
 * What a task came to. Spark tries a task that throws again, several times and elsewhere: right where a machine was lost, wrong where an
 * image cannot be read anywhere. So what a user can mend is no exception here but an answer, and reaches the driver as the sentence it is.
 *
 * @param value     null where there is a complaint
 * @param complaint null where there is a value
 * @param remark    what slows its executor down, null where nothing does
 */
record Answer<T extends Serializable>(T value, String complaint, String remark) implements Serializable {
    /** Of the work. */
    static <T extends Serializable> Answer<T> of(Supplier<T> work) {
        String remark = Executor.remark().orElse(null);
        try {
            return new Answer<>(work.get(), null, remark);
        } catch (UserException e) {
            return new Answer<>(null, e.getMessage(), remark);
        }
    }

    /** The values of all; throws UserException with the first complaint among them. */
    static <T extends Serializable> List<T> values(List<Answer<T>> answers) {
        Optional<String> complaint = answers.stream()
                .flatMap(answer -> Stream.ofNullable(answer.complaint))
                .findFirst();
        if (complaint.isPresent()) {
            throw new UserException(complaint.get());
        }
        return answers.stream().map(Answer::value).toList();
    }

    /** What slows executors down, each once. */
    static <T extends Serializable> List<String> remarks(List<Answer<T>> answers) {
        return answers.stream()
                .flatMap(answer -> Stream.ofNullable(answer.remark))
                .distinct()
                .toList();
    }
}
