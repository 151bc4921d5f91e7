TARGET=$(aws scheduler get-schedule --name invoices --query Target)
aws scheduler update-schedule --name invoices --schedule-expression 'rate(30 minutes)' \
    --flexible-time-window Mode=OFF --target "$TARGET" --state DISABLED
