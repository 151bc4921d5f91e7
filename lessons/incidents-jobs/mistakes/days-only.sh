TARGET=$(aws scheduler get-schedule --name nightly --query Target)
aws scheduler update-schedule --name nightly --schedule-expression 'cron(0 2 ? * TUE-SAT *)' \
    --flexible-time-window Mode=OFF --target "$TARGET"
