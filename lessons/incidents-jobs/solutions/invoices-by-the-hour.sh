TARGET=$(aws scheduler get-schedule --name invoices --query Target)
aws scheduler update-schedule --name invoices --schedule-expression 'cron(0 * * * ? *)' \
    --flexible-time-window Mode=OFF --target "$TARGET"  # free: 0
