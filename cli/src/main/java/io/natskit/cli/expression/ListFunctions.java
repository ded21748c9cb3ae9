// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.ListFunction.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The functions that ask something of each element. */
final class ListFunctions {
    private static final long NOWHERE = -1;

    static final Map<String, ListFunction> ALL = Map.ofEntries(
            Map.entry("all", asking(call -> places(call).allMatch(call::holds))),
            Map.entry("any", asking(call -> places(call).anyMatch(call::holds))),
            Map.entry("none", asking(call -> places(call).noneMatch(call::holds))),
            Map.entry("one", asking(call -> count(call) == 1)),
            Map.entry("count", new ListFunction(true, 0, ListFunctions::count)),
            Map.entry("sum", new ListFunction(true, 0, ListFunctions::sum)),
            Map.entry("filter", asking(call -> listed(places(call).filter(call::holds), call.list()::get))),
            Map.entry("map", asking(call -> listed(places(call), call::answer))),
            Map.entry("find", asking(call -> element(call, first(call)))),
            Map.entry("findIndex", asking(ListFunctions::first)),
            Map.entry("findLast", asking(call -> element(call, last(call)))),
            Map.entry("findLastIndex", asking(ListFunctions::last)),
            Map.entry("groupBy", asking(ListFunctions::groups)),
            Map.entry("sortBy", new ListFunction(false, 1, ListFunctions::sorted)),
            Map.entry("reduce", new ListFunction(false, 1, ListFunctions::reduced)));

    private ListFunctions() {}

    private static ListFunction asking(ListFunction.Work work) {
        return new ListFunction(false, 0, work);
    }

    private static IntStream places(Call call) {
        return IntStream.range(0, call.list().size());
    }

    private static List<Object> listed(IntStream places, IntFunction<Object> value) {
        List<Object> list = new ArrayList<>();
        places.forEach(place -> list.add(value.apply(place)));
        return list;
    }

    private static long count(Call call) {
        return places(call).filter(call::holds).count();
    }

    private static Object sum(Call call) {
        Object sum = 0L;
        for (int i = 0; i < call.list().size(); i++) {
            Object number = call.answer(i);
            Values.number("an element", number);
            sum = Arithmetic.add(sum, number);
        }
        return sum;
    }

    private static long first(Call call) {
        return places(call).filter(call::holds).findFirst().orElse((int) NOWHERE);
    }

    private static long last(Call call) {
        int size = call.list().size();
        return places(call)
                .map(i -> size - 1 - i)
                .filter(call::holds)
                .findFirst()
                .orElse((int) NOWHERE);
    }

    private static Object element(Call call, long place) {
        return place == NOWHERE ? Nil.NIL : call.list().get((int) place);
    }

    @SuppressWarnings("unchecked") // the groups are made here
    private static Object groups(Call call) {
        Map<Object, Object> groups = new LinkedHashMap<>();
        for (int i = 0; i < call.list().size(); i++) {
            List<Object> group = (List<Object>) groups.computeIfAbsent(call.answer(i), key -> new ArrayList<>());
            group.add(call.list().get(i));
        }
        return groups;
    }

    private static Object sorted(Call call) {
        int sign =
                ArrayFunctions.sign(call.rest().isEmpty() ? "asc" : call.rest().get(0));
        List<Object> keys = listed(places(call), call::answer);
        return places(call)
                .boxed()
                .sorted((a, b) -> sign * Comparison.order(keys.get(a), keys.get(b)))
                .map(call.list()::get)
                .toList();
    }

    private static Object reduced(Call call) {
        if (call.list().isEmpty() && call.rest().isEmpty()) {
            throw new Unfit("nothing to reduce (expected: an element, or a first value behind the question)");
        }
        int from = call.rest().isEmpty() ? 1 : 0;
        Object soFar = from == 1 ? call.list().get(0) : call.rest().get(0);
        for (int i = from; i < call.list().size(); i++) {
            soFar = call.answer(i, soFar);
        }
        return soFar;
    }
}
